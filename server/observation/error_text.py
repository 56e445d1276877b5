"""Writes exceptions for the log: their types and tracebacks, without what users sent, and without secrets."""

import re
from collections.abc import Iterator
from traceback import format_tb

from asyncpg import DataError, PostgresError
from graphql import GraphQLError

MAX_FRAMES, MAX_MESSAGE_CHARS, MAX_EXCEPTIONS = 30, 500, 10
"""The most frames of one exception, characters of its message, and exceptions of a chain or group."""
VALUES = (ValueError, LookupError, DataError, GraphQLError)
"""Exceptions whose messages may repeat the value that was wrong, which may be a prompt."""
SECRETS = re.compile(
    r"(X-Amz-(?:Signature|Credential|Security-Token)=|/export/|/s/|Bearer )[^\s&\"'\\]+"
    r"|(://[^:/@\s]*:)[^/@\s]+(?=@)"
    r"|eyJ[\w-]+\.[\w-]+\.[\w-]*",
    re.IGNORECASE,
)


def error_text(error: BaseException) -> str:
    """Return the traceback of an exception and of those that led to it, the first one first, limited in length."""
    return "".join(map(one_text, reversed(list(chain(error)))))


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield the exception, its cause or context, and so on."""
    for _ in range(MAX_EXCEPTIONS):
        if error is None:
            return
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def one_text(error: BaseException) -> str:
    """Return the traceback of a single exception, after those of the members if it is a group."""
    frames = "".join(format_tb(error.__traceback__, -MAX_FRAMES))
    members = (
        "".join(map(error_text, error.exceptions[:MAX_EXCEPTIONS])) if isinstance(error, BaseExceptionGroup) else ""
    )
    kind = type(error)
    return f"{members}{frames}{kind.__module__}.{kind.__qualname__}: {message_of(error)}\n"


def message_of(error: BaseException) -> str:
    """Return the exception's message; for PostgreSQL's only the first line, since the detail may be a whole row."""
    if isinstance(error, VALUES):
        return "(its message may repeat a value)"
    message = str(error.args[0]) if isinstance(error, PostgresError) and error.args else str(error)
    return message[:MAX_MESSAGE_CHARS]


def without_secrets(text: str) -> str:
    """Return the text with `…` in place of tokens, passwords and signatures."""
    return SECRETS.sub(lambda found: f"{found[1] or found[2] or ''}…", text)
