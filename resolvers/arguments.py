"""Arguments are checked by Pydantic; what it finds is told in the terms of the API."""

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic.alias_generators import to_camel
from pydantic_core import ErrorDetails

from resolvers.exceptions import BadUserInput, InvalidInput, InvalidInputs

Model = TypeVar("Model", bound=BaseModel)
IDS = TypeAdapter(list[UUID])
MAX_IDS = 100
EXAMPLE_ID = "1b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b"


class Input(BaseModel):
    """The input of a mutation, read from the object that Strawberry made of it."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


def read_input(model: type[Model], source: object) -> Model:
    """Every fault at once, each with the path to its field."""
    try:
        return model.model_validate(source, from_attributes=True)
    except ValidationError as error:
        raise InvalidInputs(
            [
                InvalidInput(field=["input", *path(fault["loc"])], reason=reason(fault))
                for fault in error.errors(include_url=False, include_input=False)
            ]
        ) from error


def read_argument(model: type[Model], name: str, source: object) -> Model:
    try:
        return model.model_validate(source, from_attributes=True)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        raise BadUserInput(f"`{'.'.join([name, *path(fault['loc'])])}`: {reason(fault)}.") from error


def read_ids(name: str, ids: Sequence[str]) -> list[UUID]:
    if len(ids) > MAX_IDS:
        raise BadUserInput(f"`{name}` takes up to {MAX_IDS} ids at once; there are {len(ids)}.")
    try:
        return IDS.validate_python(ids)
    except ValidationError as error:
        wrong = ids[int(error.errors()[0]["loc"][0])]
        raise BadUserInput(f"`{name}`: {wrong[:50]!r} is not a UUID, such as {EXAMPLE_ID}.") from error


def path(location: Sequence[int | str]) -> list[str]:
    return [to_camel(str(part)) for part in location]


def reason(fault: ErrorDetails) -> str:
    if fault["type"].startswith("uuid"):
        return f"Must be a UUID, such as {EXAMPLE_ID}"
    message = fault["msg"].removeprefix("Value error, ")
    return message[:1].upper() + message[1:]
