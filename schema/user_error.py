from collections.abc import Sequence
from enum import StrEnum

import strawberry

from resolvers.exceptions import ErrorCode
from schema.described_enum import described_enum

DESCRIPTIONS = {
    ErrorCode.INVALID: "The value is not acceptable; the message says what is.",
    ErrorCode.NOT_FOUND: "There is no such task, or it is not the caller's.",
    ErrorCode.CONFLICT: "The task, or the id, is in a state that does not allow it, such as completing a failed task.",
    ErrorCode.INVALID_IMAGE: (
        "Not an image of an accepted kind (JPEG, PNG, WebP, GIF, AVIF), broken, or refused by the malware scan."
    ),
    ErrorCode.TOO_LARGE: "Over the plan's size for one image, or more images than a ZIP may hold.",
    ErrorCode.PLAN_LIMIT: "The plan does not include it.",
    ErrorCode.QUOTA_EXCEEDED: "The plan's monthly tasks or storage are used up.",
    ErrorCode.INSUFFICIENT_CREDITS: "Less is available than the task may cost; the message says both.",
}
"""The codes that a mutation's `errors` may have."""

UserErrorCode: type[StrEnum] = described_enum(
    StrEnum("UserErrorCode", {code.name: code.value for code in DESCRIPTIONS}),  # type: ignore[arg-type]
    "Why a mutation was refused, for programs. More may come: treat an unknown one as `INVALID`.",
    **DESCRIPTIONS,
)


@strawberry.type(description="What stopped a mutation, in the terms of its input. Nothing was changed.")
class UserError:
    field: Sequence[str] | None = strawberry.field(
        description=(
            'The path to the input field at fault, for example `["input", "prompt"]`; '
            "null when it is none in particular."
        )
    )
    code: ErrorCode = strawberry.field(graphql_type=UserErrorCode)
    message: str = strawberry.field(description="For a person to read, in English.")
