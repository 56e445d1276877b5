import re
from random import getrandbits

from starlette.types import Scope

from server.observation.request_notes import NOTES

WELL_FORMED = re.compile(rb"[\w.-]{1,64}", re.ASCII)


def request_id_of(scope: Scope) -> str:
    """That which the client or a proxy has given it, if it is one of up to 64 letters, digits, `_`, `.` and `-`."""
    for name, value in scope["headers"]:
        if name == b"x-request-id" and WELL_FORMED.fullmatch(value):
            return str(value, "ascii")
    return new_request_id()


def new_request_id() -> str:
    """32 hexadecimal digits, which nobody has to be unable to guess."""
    return f"{getrandbits(128):032x}"


def current_request_id() -> str:
    """That of the request that is being answered, which all log lines of it have; outside of any, a new one."""
    notes = NOTES.get()
    return notes.fields["request_id"] if notes else new_request_id()
