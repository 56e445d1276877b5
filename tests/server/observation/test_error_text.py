"""Errors in the log have enough to find the fault, and no values that users sent."""

import asyncpg
import pytest
from graphql import GraphQLError

from server.observation.error_text import MAX_EXCEPTIONS, MAX_FRAMES, MAX_MESSAGE_CHARS, error_text, without_secrets

PROMPT = "A fox that is nobody else's affair"


def row_refused() -> asyncpg.PostgresError:
    error = asyncpg.CheckViolationError('new row violates check constraint "no_foxes"')
    error.detail = f"Failing row contains (1, {PROMPT}\nand more)."
    return error


def raised(error: Exception, cause: Exception | None = None) -> Exception:
    try:
        raise error from cause
    except type(error) as caught:
        return caught


def test_a_detail_is_left_out() -> None:
    told = error_text(raised(row_refused()))
    assert 'CheckViolationError: new row violates check constraint "no_foxes"' in told
    assert f"{__file__}" in told
    assert not {word for word in ("fox that", "Failing", "and more") if word in told}


@pytest.mark.parametrize(
    "error",
    [
        ValueError(f"invalid literal: {PROMPT!r}"),
        KeyError(PROMPT),
        GraphQLError(f"Variable '$prompt' got invalid value {PROMPT!r}"),
        asyncpg.DataError(f'invalid input syntax for type integer: "{PROMPT}"'),
        asyncpg.exceptions._base.DataError(f"invalid input for query argument $1: {PROMPT!r}"),
        UnicodeEncodeError("utf-8", PROMPT, 0, 1, PROMPT),
    ],
)
def test_an_error_that_repeats_a_value_is_named_only(error: Exception) -> None:
    told = error_text(raised(RuntimeError("what came of it"), raised(error)))
    assert "RuntimeError: what came of it" in told
    assert f"{type(error).__name__}: (" in told
    assert PROMPT not in told
    assert PROMPT not in error_text(ExceptionGroup("several", [raised(error)]))


def test_it_is_limited() -> None:
    error = raised(RuntimeError("x" * 10_000))
    for _ in range(100):
        error = raised(RuntimeError("x" * 10_000), error)
    told = error_text(error)
    assert told.count("RuntimeError: x") == MAX_EXCEPTIONS
    assert max(map(len, told.splitlines())) < MAX_MESSAGE_CHARS + 100

    def deep(levels: int) -> None:
        if levels:
            deep(levels - 1)
        raise RuntimeError

    with pytest.raises(RuntimeError) as deeply:
        deep(500)
    assert error_text(deeply.value).count("  File") <= MAX_FRAMES


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Bearer eyJhbGciOi.eyJzdWIi.c2ln and", "Bearer … and"),
        ("a token eyJhbGciOi.eyJzdWIi.c2ln!", "a token …!"),
        (
            "http://s3/images/a?X-Amz-Date=1&X-Amz-Signature=0a1b&x=1",
            "http://s3/images/a?X-Amz-Date=1&X-Amz-Signature=…&x=1",
        ),
        ("postgresql://role:password@host:5432/db", "postgresql://role:…@host:5432/db"),
        ("http://127.0.0.1:8000/export/abc-DEF_1", "http://127.0.0.1:8000/export/…"),
        ("http://127.0.0.1:8000 (Press", "http://127.0.0.1:8000 (Press"),
    ],
)
def test_secrets_are_left_out(text: str, told: str) -> None:
    assert without_secrets(text) == told
