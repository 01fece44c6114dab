"""Articles out of a WordPress export (WXR): reading the file, cleaning the text, storing."""
