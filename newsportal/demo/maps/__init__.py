"""The demo's maps and charts, drawn with Pillow alone. Nothing here is a real place."""
