"""What every table does whose rows pages about giving show."""

from django.db import models

from donations.stamp import move_stamp

CURRENCIES = [("USD", "USD"), ("EUR", "EUR"), ("GBP", "GBP"), ("CHF", "CHF"), ("SEK", "SEK")]


class ShownToReaders(models.Model):
    """A row that pages about giving show: saving or deleting it makes them look again."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        move_stamp()

    def delete(self, *args, **kwargs):
        deleted = super().delete(*args, **kwargs)
        move_stamp()
        return deleted
