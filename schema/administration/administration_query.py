import strawberry

from resolvers.context import Info
from schema.administration.admin import Admin


@strawberry.type
class AdministrationQuery:
    @strawberry.field(
        description="Data for administrators. Requires the `ADMIN` role; without it null, with a `FORBIDDEN` error."
    )
    def admin(self, info: Info) -> Admin | None:
        info.context.caller.check_administrator()
        return Admin()
