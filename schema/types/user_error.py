from collections.abc import Sequence
from enum import StrEnum
from importlib import import_module
from pkgutil import walk_packages

import strawberry

import resolvers
from resolvers.exceptions import ErrorCode, InputRefusal
from schema.types.described_enum import described_enum
from schema.types.field_metadata import at_most
from schema.types.scalars import JSON

for module in walk_packages(resolvers.__path__, "resolvers."):
    if module.name.endswith("_errors"):
        import_module(module.name)


def codes_of(kind: type[InputRefusal]) -> set[ErrorCode]:
    """Return the codes of a family of refusals."""
    return {kind.code}.union(*map(codes_of, kind.__subclasses__()))


CODES = sorted(codes_of(InputRefusal))
"""The codes that the `errors` of a mutation may have."""

UserErrorCode: type[StrEnum] = described_enum(
    StrEnum("UserErrorCode", [(code, code) for code in CODES]),  # type: ignore[arg-type]
    "Why a mutation was refused. Codes may be added: treat an unknown one as `INVALID`.",
    **{code: code.meaning for code in CODES},
)


@strawberry.type(description="Why a mutation was refused. Nothing was changed.")
class UserError:
    field: Sequence[str] | None = strawberry.field(
        metadata=at_most(10),
        description=(
            'The path to the input field at fault, for example `["input", "sources", "0"]`; null for no '
            "particular field."
        ),
    )
    code: ErrorCode = strawberry.field(graphql_type=UserErrorCode, description="A reason for programs.")
    message: str = strawberry.field(description="A reason for people, in English.")
    details: JSON | None = strawberry.field(
        description=(
            'Details for programs, such as `{"limit": "max_storage", "maximum": 1073741824, "used": '
            '1073000000}` for a quota, or `{"taskId": "…", "status": "FAILED"}` for a conflicting task.'
        )
    )


def user_error(refusal: InputRefusal) -> UserError:
    details = JSON(refusal.details) if refusal.details else None
    return UserError(field=refusal.field, code=refusal.code, message=refusal.message, details=details)
