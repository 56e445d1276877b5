from collections.abc import Sequence
from enum import StrEnum

import strawberry

from resolvers.exceptions import ErrorCode, InputRefusal
from schema.types.described_enum import described_enum
from schema.types.field_metadata import at_most
from schema.types.scalars import JSON

DESCRIPTIONS = {
    ErrorCode.INVALID: "The value is not acceptable; the message says what would be.",
    ErrorCode.NOT_FOUND: "What the input names does not exist, or is not the caller's.",
    ErrorCode.CONFLICT: (
        "The id is taken, or the state of what it names does not allow the change: a failed task cannot be completed."
    ),
    ErrorCode.INVALID_IMAGE: (
        "The file is not an image of an accepted type (JPEG, PNG, WebP, GIF, AVIF), is broken, was refused by the "
        "malware scan, or is not the one that was announced."
    ),
    ErrorCode.TOO_LARGE: "The image is larger than the plan allows, or there are more images than a ZIP may hold.",
    ErrorCode.PLAN_LIMIT: "The caller's plan does not include this.",
    ErrorCode.QUOTA_EXCEEDED: (
        "The plan's monthly tasks or storage are used up, or the user has as many open uploads, prepared exports, "
        "webhooks, share links or boards as one may have, or a board as many members, invitations or tasks."
    ),
    ErrorCode.INSUFFICIENT_CREDITS: "Fewer credits are available than the task may cost; the message gives both.",
    ErrorCode.ADDRESS_NOT_PUBLIC: (
        "The host of a webhook's URL is an IP address to which nothing is sent: it is private, of the server's machine "
        "or network, or serves a cloud's metadata."
    ),
    ErrorCode.FORBIDDEN: (
        "The caller may not do this, such as end a task that a back end has recorded, or change a board with a role "
        "that is too low."
    ),
}
"""The codes that the `errors` of a mutation may have, with their descriptions."""

UserErrorCode: type[StrEnum] = described_enum(
    StrEnum("UserErrorCode", {code.name: code.value for code in DESCRIPTIONS}),  # type: ignore[arg-type]
    "Why a mutation was refused, for programs to act on. Codes may be added: treat an unknown one as `INVALID`.",
    **DESCRIPTIONS,
)


@strawberry.type(
    description="Why a mutation was refused, and which part of its input is at fault. Nothing was changed."
)
class UserError:
    field: Sequence[str] | None = strawberry.field(
        metadata=at_most(10),
        description=(
            'The path to the input field at fault, for example `["input", "prompt"]` or, in a list, '
            '`["input", "sources", "0"]`; null when no field in particular is.'
        ),
    )
    code: ErrorCode = strawberry.field(graphql_type=UserErrorCode)
    message: str = strawberry.field(description="The reason in English, for a person to read.")
    details: JSON | None = strawberry.field(
        description=(
            "What a program needs to act on it; null when there is nothing to add. A quota that is used up is "
            '`{"limit": "max_storage", "maximum": 1073741824, "used": 1073000000}`, a task that is in the way '
            '`{"taskId": "…", "status": "FAILED"}`.'
        )
    )


def user_error(refusal: InputRefusal) -> UserError:
    details = JSON(refusal.details) if refusal.details else None
    return UserError(field=refusal.field, code=refusal.code, message=refusal.message, details=details)
