"""What people type into forms and addresses, before it is believed."""

from __future__ import annotations


def is_number(text: str, *, digits: int = 18) -> bool:
    """Whether a text is a whole number of no more digits than that.

    Python calls other scripts' digits digits, too, and reads no more than 4,300.
    """
    return text.isascii() and text.isdigit() and len(text) <= digits
