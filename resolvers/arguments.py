"""Checks arguments with Pydantic, and raises faults in the terms of the API."""

import re
from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

import strawberry
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    TypeAdapter,
    ValidationError,
    field_validator,
)
from pydantic.alias_generators import to_camel
from pydantic_core import ErrorDetails

from resolvers.exceptions import BadUserInput, InvalidInput, InvalidInputs

ModelT = TypeVar("ModelT", bound=BaseModel)
IDS = TypeAdapter(list[UUID])
MAX_IDS = 100
MOST_FAULTS = 100
"""The most faults of an input that an answer reports."""
EXAMPLE_ID = "1b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b"


class Input(BaseModel):
    """The validated input of a mutation. `read_input` creates it from Strawberry's object for the argument `input`."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


class Reference(Input):
    """The id of the object that a mutation is about."""

    id: UUID


class OneOfInput(Input):
    """An input with exactly one field that is not None, as the schema (`@oneOf`) has checked."""

    @field_validator("*", mode="before")
    @classmethod
    def none_if_unset(cls, value: object) -> object:
        return None if value is strawberry.UNSET else value


def read_input(model: type[ModelT], source: object, at: Sequence[str] = ("input",)) -> ModelT:
    """
    The input of a mutation, or the part `at` this path, as a model. Raises InvalidInputs with up to MOST_FAULTS faults,
    each with the path to its field.
    """
    try:
        return model.model_validate(source, from_attributes=True)
    except ValidationError as error:
        raise InvalidInputs(
            [
                InvalidInput(field=[*at, *path(fault["loc"])], reason=reason(fault))
                for fault in error.errors(include_url=False, include_input=False)[:MOST_FAULTS]
            ]
        ) from error


def read_argument(model: type[ModelT], name: str, source: object) -> ModelT:
    """The argument `name` of a query as a model. Raises BadUserInput with the first fault."""
    try:
        return model.model_validate(source, from_attributes=True)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        raise BadUserInput(f"`{'.'.join([name, *path(fault['loc'])])}`: {reason(fault)}.") from error


def read_ids(name: str, ids: Sequence[str]) -> list[UUID]:
    """
    The ids in the argument `name` of a query. Raises BadUserInput for more than MAX_IDS, or for one that is not a UUID.
    """
    if len(ids) > MAX_IDS:
        raise BadUserInput(f"`{name}` takes up to {MAX_IDS} ids at once; there are {len(ids)}.")
    try:
        return IDS.validate_python(ids)
    except ValidationError as error:
        wrong = ids[int(error.errors()[0]["loc"][0])]
        raise BadUserInput(f"`{name}`: {wrong[:50]!r} is not a UUID, such as {EXAMPLE_ID}.") from error


def read_id(name: str, given: str | None) -> UUID | None:
    """The id in the argument `name` of a query, None if omitted. Raises BadUserInput if it is not a UUID."""
    return None if given is None else read_ids(name, [given])[0]


EMPTY_IF_NULL = BeforeValidator(lambda given: given or ())
"""For a field that is a tuple: reads null as an empty tuple."""


def matching(pattern: str, expected: str) -> AfterValidator:
    """A validator that refuses text unless the pattern matches all of it; `expected` describes such text."""

    def check(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(f"must be {expected}")
        return text

    return AfterValidator(check)


def path(location: Sequence[int | str]) -> list[str]:
    """Pydantic's location of a fault, with field names as the API spells them."""
    return [to_camel(str(part)) for part in location]


def reason(fault: ErrorDetails) -> str:
    """The fault as a sentence that begins with a capital letter and has no full stop."""
    if fault["type"].startswith("uuid"):
        return f"Must be a UUID, such as {EXAMPLE_ID}"
    message = fault["msg"].removeprefix("Value error, ").replace(" after validation", "")
    message = re.sub("^(Input|String|List|Tuple) should ", "must ", message)
    return message[:1].upper() + message[1:]
