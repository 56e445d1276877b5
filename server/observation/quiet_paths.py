import re

QUIET = re.compile(r"/(healthz|readyz|metrics|(assets|docs)(/.*)?)")
"""Paths that are requested every few seconds, or with each page. They are logged as `debug` unless they fail."""
