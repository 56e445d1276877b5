"""Errors as the log tells them: what they are and where they came from, without what users sent or what opens doors."""

import re
from collections.abc import Iterator
from traceback import format_tb

from asyncpg import DataError, PostgresError
from graphql import GraphQLError

FRAMES, LONGEST, MOST = 30, 500, 10
"""Frames of one error, characters of its message, and errors of a chain."""
VALUES = (ValueError, LookupError, DataError, GraphQLError)
"""Their messages repeat the value that was wrong, which may be a prompt."""
SECRETS = re.compile(
    r"(X-Amz-(?:Signature|Credential|Security-Token)=|/export/|Bearer )[^\s&\"'\\]+"
    r"|(://[^:/@\s]*:)[^/@\s]+(?=@)"
    r"|eyJ[\w-]+\.[\w-]+\.[\w-]*",
    re.IGNORECASE,
)


def error_text(error: BaseException) -> str:
    """The error and those that led to it, the first of them first, as Python writes tracebacks, within bounds."""
    return "".join(map(one_text, reversed(list(chain(error)))))


def chain(error: BaseException | None) -> Iterator[BaseException]:
    for _ in range(MOST):
        if error is None:
            return
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def one_text(error: BaseException) -> str:
    frames = "".join(format_tb(error.__traceback__, -FRAMES))
    members = "".join(map(error_text, error.exceptions[:MOST])) if isinstance(error, BaseExceptionGroup) else ""
    kind = type(error)
    return f"{members}{frames}{kind.__module__}.{kind.__qualname__}: {message_of(error)}\n"


def message_of(error: BaseException) -> str:
    """What the error says; of PostgreSQL the first line alone, because a detail may be a whole row."""
    if isinstance(error, VALUES):
        return "(its message may repeat a value)"
    told = str(error.args[0]) if isinstance(error, PostgresError) and error.args else str(error)
    return told[:LONGEST]


def without_secrets(text: str) -> str:
    """The text without tokens, passwords and signatures, whoever wrote them into it."""
    return SECRETS.sub(lambda found: f"{found[1] or found[2] or ''}…", text)
