"""JSON whose numbers are stored exactly as clients wrote them, however many digits they have."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from typing import Annotated

import orjson
from pydantic import BeforeValidator

from models.tasks.task import MAX_LEVELS, MAX_METADATA, MAX_PARAMETERS, storable

INT64, UINT64 = -(2**63), 2**64
LONG_NUMBER = re.compile(rb"[0-9][0-9.]{16}|[0-9][eE][-+]?[0-9]{3}")
"""Matches in every number that may differ from any float and any integer of 64 bits."""
MAX_NUMBER, MAX_EXPONENT = 100, 400
"""The most characters of a number, and the most decimal places before or after the point."""
TOO_LONG = f"a number may have {MAX_NUMBER} characters and {MAX_EXPONENT} places; write it as a string"
Values = dict[str, object] | list[object]


class ExactNumber(float):
    """A number that equals no float and no integer of 64 bits. `text` is how it is written."""

    text: str


def exact_number(text: str) -> int | float:
    """The number in a text of JSON or GraphQL. Raises JSONDecodeError if its exponent is too long."""
    try:
        number, near = Decimal(text), float(text)
    except InvalidOperation:
        raise json.JSONDecodeError(TOO_LONG, text, 0) from None
    is_whole = text.lstrip("-").isdigit()
    if is_whole and INT64 <= number < UINT64:
        return int(number)
    if not is_whole and number == Decimal(repr(near)):
        return near
    exact = ExactNumber(near)
    exact.text = text
    return exact


def load_exactly(text: bytes) -> object:
    """
    The value of JSON. Raises ValueError if it is invalid. Numbers are exact if a task's parameters may be among them.
    """
    value: object = orjson.loads(text)
    if (b"parameters" in text or b"metadata" in text) and LONG_NUMBER.search(text):
        with suppress(RecursionError):
            return json.loads(text, parse_int=exact_number, parse_float=exact_number)
    return value


def json_text(value: object, most_bytes: int) -> str:
    """A JSON object as text. Raises ValueError, which says what is wrong."""
    if not isinstance(value, dict):
        raise ValueError('must be an object, such as `{"seed": 42}`')  # noqa: TRY004 - Pydantic expects it
    check_levels(value)
    try:
        text = orjson.dumps(value, default=written_number).decode()
    except TypeError as error:
        raise ValueError(f"must be JSON: {error.__cause__ or error}") from None
    if (size := len(text.encode())) > most_bytes:
        raise ValueError(f"must have at most {most_bytes:,} bytes as JSON, and has {size:,}")
    return text


def check_levels(value: Values) -> None:
    """Raise ValueError for what PostgreSQL cannot store, and for more than MAX_LEVELS levels of objects and lists."""
    level: list[Values] = [value]
    for _ in range(MAX_LEVELS):
        parts = [part for one in level for part in parts_of(one)]
        for part in parts:
            if isinstance(part, str):
                storable(part)
        level = [part for part in parts if isinstance(part, dict | list)]
        if not level:
            return
    raise ValueError(f"must have at most {MAX_LEVELS} levels of objects and lists within each other")


def parts_of(value: Values) -> Iterator[object]:
    if isinstance(value, dict):
        yield from value
        yield from value.values()
    else:
        yield from value


def written_number(value: object) -> orjson.Fragment:
    if not isinstance(value, ExactNumber):
        raise TypeError(f"{type(value).__name__} is not a value of JSON")
    if len(value.text) > MAX_NUMBER or abs(Decimal(value.text).adjusted()) > MAX_EXPONENT:
        raise TypeError(TOO_LONG)
    return orjson.Fragment(value.text)


Parameters = Annotated[str, BeforeValidator(lambda value: json_text(value, MAX_PARAMETERS))]
Metadata = Annotated[str, BeforeValidator(lambda value: json_text(value, MAX_METADATA))]
