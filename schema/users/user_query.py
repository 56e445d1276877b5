import strawberry

from resolvers.context import Info
from resolvers.users.find_user import FoundUser, find_user
from schema.users.user import User


@strawberry.type
class UserQuery:
    @strawberry.field(
        graphql_type=User | None,
        description=(
            "A user; null if the server has no record of them. Requires the `SERVICE` or `ADMIN` role. A read by an "
            "administrator is recorded in the audit."
        ),
    )
    async def user(self, info: Info, id: strawberry.ID) -> FoundUser | None:
        return await find_user(info.context, id)
