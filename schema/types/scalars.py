import re
from datetime import UTC, date, datetime
from typing import Any, NewType

import strawberry
from strawberry.file_uploads import Upload
from strawberry.types.scalar import ScalarDefinition

BigInt = NewType("BigInt", int)
JSON = NewType("JSON", object)
URL = NewType("URL", str)
BIG_INT = re.compile(r"-?\d{1,19}", re.ASCII)


class InvalidScalar(ValueError):
    """The client sent a value that the scalar does not accept. The message says what it accepts."""


def parse_datetime(value: object) -> datetime:
    try:
        instant = datetime.fromisoformat(value) if isinstance(value, str) else None
        if instant and instant.tzinfo:
            return instant.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise InvalidScalar(
        f"{str(value)[:50]!r} is not an instant: expected ISO 8601 with an offset, "
        "for example `2025-09-18T14:30:00.123456+00:00`."
    )


def parse_date(value: object) -> date:
    try:
        if isinstance(value, str):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise InvalidScalar(f"{str(value)[:50]!r} is not a date: expected ISO 8601, for example `2025-09-18`.")


def parse_big_int(value: object) -> int:
    if isinstance(value, str) and BIG_INT.fullmatch(value):
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise InvalidScalar(f'{str(value)[:50]!r} is not a whole number: expected one such as `5000`, or `"5000"`.')


def parse_upload(value: Any) -> Any:
    if isinstance(value, (str, int, float, bool, list, dict)):
        raise InvalidScalar("An Upload must be a file part of a multipart request.")
    return value


SCALARS: dict[object, ScalarDefinition] = {
    datetime: strawberry.scalar(
        name="DateTime",
        description=(
            "An instant, ISO 8601 with an offset, for example `2025-09-18T14:30:00.123456+00:00`. "
            "Always returned in UTC."
        ),
        serialize=datetime.isoformat,
        parse_value=parse_datetime,
    ),
    date: strawberry.scalar(
        name="Date",
        description="A calendar date, ISO 8601, for example `2025-09-18`.",
        serialize=date.isoformat,
        parse_value=parse_date,
    ),
    URL: strawberry.scalar(name="URL", description="An absolute URL.", serialize=str, parse_value=str),
    JSON: strawberry.scalar(
        name="JSON",
        description="Any JSON value. As an input it may be written as a literal or sent as a variable.",
        serialize=lambda value: value,
        parse_value=lambda value: value,
    ),
    BigInt: strawberry.scalar(
        name="BigInt",
        description=("A whole number up to 2^53 - 1, returned as a JSON number: totals outgrow the 32 bits of `Int`."),
        serialize=int,
        parse_value=parse_big_int,
    ),
    Upload: strawberry.scalar(
        name="Upload", description="A file part of a GraphQL multipart request.", parse_value=parse_upload
    ),
}
