"""Slow mode of a discussion, and threads that are cooling down."""


def pace(submission):
    return None
