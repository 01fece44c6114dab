"""What happens to a comment, or to another text for one, before others see it.

submission.py  what the phases are told        running.py  the phases in their order
verdicts.py    what they may say               storing.py  what becomes of it
"""
