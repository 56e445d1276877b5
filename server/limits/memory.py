"""
What clients' values may take of memory, all together and each user: `Shares` of bytes, of which `weight` says how many
a text takes.
"""

from models.shares import Shares

VALUE = 200
"""Bytes that a value of JSON takes in Python beside its text: an empty list takes 80, an object of one member 250."""


def memory_for_values(largest: int) -> Shares:
    """Memory for two texts of the largest size in bytes, of which one user has one."""
    return Shares(2 * largest, largest)


def number_of_values(text: bytes | str) -> int:
    """How many values JSON may have at most. Strings that hold commas and brackets count as more."""
    if isinstance(text, str):
        return text.count(",") + text.count("[") + text.count("{")
    return text.count(b",") + text.count(b"[") + text.count(b"{")


def weight(text: bytes | str) -> int:
    """The bytes that JSON takes, as a text and as values."""
    return len(text) + VALUE * number_of_values(text)
