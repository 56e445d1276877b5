from typing import Annotated, Any

import strawberry

from resolvers.context import Info
from resolvers.users.find_user import FoundUser, user_of
from schema.types.field_metadata import costs, reads

UserType = Annotated["User", strawberry.lazy("schema.users.user")]  # type: ignore[name-defined]  # noqa: F821
"""Found by its name when the schema is made: a user has tasks and boards, whose files import this one."""


def user_field() -> Any:
    """Make the field `user` of an object whose row has a `user_id`."""

    async def user(root: strawberry.Parent[Any], info: Info) -> FoundUser | None:
        return await user_of(info.context, root.user_id)

    return strawberry.field(
        resolver=user,
        graphql_type=UserType | None,
        metadata=reads("user_id") | costs(3),
        description=(
            "The user of `userId`. Null without the `SERVICE` or `ADMIN` role; administrators' reads are audited."
        ),
    )
