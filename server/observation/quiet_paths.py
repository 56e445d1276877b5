import re

QUIET = re.compile(r"/(healthz|readyz|metrics|(assets|docs)(/.*)?)")
"""Paths that are requested every few seconds, or with each page. They are logged at `debug` unless they fail."""


def is_quiet(path: str) -> bool:
    """Whether the path is one of those that are requested all the time."""
    return QUIET.fullmatch(path) is not None
