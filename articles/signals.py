"""What this app says aloud, for apps that it doesn't know."""

from django.dispatch import Signal

# Questions about phrases stand in comments, and no article knows of them. Sent with `article`, in
# the transaction that stores its new text.
text_changed = Signal()
