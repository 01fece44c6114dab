"""The moderators' pages; comments/moderation.py guards them and says where they are."""
