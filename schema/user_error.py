from collections.abc import Sequence

import strawberry

from resolvers.exceptions import UserErrorCode
from schema.described_enum import described_enum

described_enum(
    UserErrorCode,
    "Why a mutation was refused, for programs. More may come: treat an unknown one as `INVALID`.",
    INVALID="The value is not acceptable; the message says what is.",
    NOT_FOUND="There is no such task, or it is not the caller's.",
    CONFLICT="The task, or the id, is in a state that does not allow it, such as completing a failed task.",
    INVALID_IMAGE=(
        "Not an image of an accepted kind (JPEG, PNG, WebP, GIF, AVIF), broken, or refused by the malware scan."
    ),
    TOO_LARGE="Over the plan's size for one image.",
    PLAN_LIMIT="The plan does not include it.",
    QUOTA_EXCEEDED="The plan's monthly tasks or storage are used up.",
)


@strawberry.type(description="What stopped a mutation, in the terms of its input. Nothing was changed.")
class UserError:
    field: Sequence[str] | None = strawberry.field(
        description=(
            'The path to the input field at fault, for example `["input", "prompt"]`; '
            "null when it is none in particular."
        )
    )
    code: UserErrorCode
    message: str = strawberry.field(description="For a person to read, in English.")
