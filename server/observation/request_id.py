import re
from uuid import uuid4

from starlette.types import Scope
from structlog.contextvars import get_contextvars

WELL_FORMED = re.compile(rb"[\w.-]{1,64}", re.ASCII)


def request_id_of(scope: Scope) -> str:
    """That which the client or a proxy has given it, if it is one of up to 64 letters, digits, `_`, `.` and `-`."""
    for name, value in scope["headers"]:
        if name == b"x-request-id" and WELL_FORMED.fullmatch(value):
            return str(value, "ascii")
    return uuid4().hex


def current_request_id() -> str:
    """That of the request that is being answered, which all log lines of it have; outside of any, a new one."""
    return get_contextvars().get("request_id") or uuid4().hex
