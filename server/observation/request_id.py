import re
from random import getrandbits

from starlette.types import Scope

from server.observation.request_notes import NOTES

WELL_FORMED = re.compile(rb"[\w.-]{1,64}", re.ASCII)


def request_id_of(scope: Scope) -> str:
    """
    Return the id of a request: that in `X-Request-Id`, if it has up to 64 letters, digits, `_`, `.` and `-`, or else 32
    random hexadecimal digits.
    """
    for name, value in scope["headers"]:
        if name == b"x-request-id" and WELL_FORMED.fullmatch(value):
            return str(value, "ascii")
    # They are not secret, so a fast random number generator suffices.
    return f"{getrandbits(128):032x}"


def current_request_id() -> str:
    """Return the id of the current request; a new one outside of requests."""
    notes = NOTES.get()
    return notes.fields["request_id"] if notes else request_id_of({"headers": []})
