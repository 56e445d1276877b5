from enum import StrEnum
from typing import TypeVar

import strawberry

Members = TypeVar("Members", bound=StrEnum)


def described_enum(enum: type[Members], description: str, **members: str) -> type[Members]:
    """Make `enum` an enum of the API, with descriptions of itself and of the `members` named; return it."""
    strawberry.enum(enum, description=description)
    for value in enum.__strawberry_definition__.values:  # type: ignore[attr-defined]
        value.description = members.get(value.name)
    return enum
