import strawberry

from resolvers.context import Info
from resolvers.users.find_user import FoundUser, find_user
from schema.users.user import User


@strawberry.type
class UserQuery:
    @strawberry.field(
        graphql_type=User | None,
        description=(
            "A user, for back ends and administrators; null when nothing is known of them. Needs the `SERVICE` or "
            "`ADMIN` role; an administrator's reading is recorded in the audit."
        ),
    )
    async def user(self, info: Info, id: strawberry.ID) -> FoundUser | None:
        return await find_user(info.context, id)
