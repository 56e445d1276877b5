"""Breaks lines of SQL at 120 characters, after a comma or before a keyword."""

import re
from textwrap import TextWrapper

NO_BREAK = re.compile(r"(?<!,) (?!(AND|OR|CASE|WHEN|ELSE|END|FROM|FILTER)\b)")


def filled(line: str, indent: int) -> str:
    """Return the line, indented by `indent` and broken."""
    wrapper = TextWrapper(120, subsequent_indent=" " * (indent + 2), break_long_words=False, break_on_hyphens=False)
    return wrapper.fill(" " * indent + NO_BREAK.sub("\0", line.strip())).replace("\0", " ")
