"""What a reader can do with a discussion, by the thing they do it to."""
