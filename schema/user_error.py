from collections.abc import Sequence

import strawberry

from schema.enums import UserErrorCode


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
