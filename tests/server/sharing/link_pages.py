"""Reads what visitors of share links are shown, from addresses of theirs."""

import re

ITEM = re.compile(r"<li><a href='([^']+)'><img src='([^']+)'")
"""A picture of a gallery: where it leads, and where it is."""
WAY = {rel: re.compile(rf"<a class='button' rel='{rel}' href='([^']+)'>") for rel in ("prev", "next")}
"""Where the page before, and the next one, are."""


def address(number: int) -> str:
    return f"192.0.2.{number}"
