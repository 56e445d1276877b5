import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any, NewType

import orjson
import strawberry
from graphql import (
    FloatValueNode,
    IntValueNode,
    ListValueNode,
    ObjectValueNode,
    Undefined,
    ValueNode,
    value_from_ast_untyped,
)
from strawberry.file_uploads import Upload

from resolvers.exact_json import exact_number

BigInt = NewType("BigInt", int)
JSON = NewType("JSON", object)
URL = NewType("URL", str)
FromDate = Annotated[date, strawberry.argument(name="from")]
ToDate = Annotated[date, strawberry.argument(name="to")]
OnDate = Annotated[date | None, strawberry.argument(name="date")]
DECIMAL = re.compile(r"-?\d{1,12}(\.\d{1,18})?", re.ASCII)
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


def parse_decimal(value: object) -> Decimal:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    text = f"{Decimal(repr(value)):.18f}" if is_number else value  # the digits of a float that JSON has
    if isinstance(text, str) and DECIMAL.fullmatch(text):
        return Decimal(text)
    raise InvalidScalar(
        f"{str(value)[:50]!r} is not an exact decimal: expected a string with up to 12 digits before the point and 18 "
        'after it, such as `"0.0425"`, or a number.'
    )


def write_decimal(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def parse_json_literal(node: ValueNode, variables: Mapping[str, object] | None = None) -> object:
    """Return the value of a literal. Members and entries whose variable is not given are omitted."""
    match node:
        case IntValueNode() | FloatValueNode():
            try:
                return exact_number(node.value)
            except ValueError as error:
                raise InvalidScalar(f"{node.value[:50]}: {error}") from None
        case ObjectValueNode():
            members = ((field.name.value, parse_json_literal(field.value, variables)) for field in node.fields)
            return {name: value for name, value in members if value is not Undefined}
        case ListValueNode():
            values = (parse_json_literal(one, variables) for one in node.values)
            return [None if value is Undefined else value for value in values]
    return value_from_ast_untyped(node, dict(variables or {}))


def write_json(value: object) -> object:
    """Return JSON for the answer; rows have it as text."""
    return orjson.Fragment(value) if isinstance(value, str) else value


def parse_upload(value: Any) -> Any:
    if isinstance(value, (str, int, float, bool, list, dict)):
        raise InvalidScalar("An Upload must be a file part of a multipart request.")
    return value


SCALARS: dict[object, Any] = {
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
    JSON: strawberry.scalar(
        name="JSON",
        description="Any JSON value, as a literal or a variable.",
        serialize=write_json,
        parse_value=lambda value: value,
        parse_literal=parse_json_literal,
    ),
    Decimal: strawberry.scalar(
        name="Decimal",
        description=(
            'An exact decimal, returned as a string such as `"0.0425"` without trailing zeros. Input is such a string, '
            "with up to 12 digits before the point and 18 after it, or a number."
        ),
        serialize=write_decimal,
        parse_value=parse_decimal,
    ),
    URL: strawberry.scalar(name="URL", description="An absolute URL.", serialize=str, parse_value=str),
    BigInt: strawberry.scalar(
        name="BigInt",
        description="A whole number up to 2^53 - 1, returned as a JSON number, since totals can exceed `Int`.",
        serialize=int,
        parse_value=parse_big_int,
    ),
    Upload: strawberry.scalar(
        name="Upload", description="A file part of a GraphQL multipart request.", parse_value=parse_upload
    ),
}
