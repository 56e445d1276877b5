import strawberry

from resolvers.context import Info
from schema.administration.admin import Admin


@strawberry.type
class AdministrationQuery:
    @strawberry.field(description="Administration. Needs the `ADMIN` role; null, with a `FORBIDDEN` error, without it.")
    def admin(self, info: Info) -> Admin | None:
        info.context.caller.check_administrator()
        return Admin()
