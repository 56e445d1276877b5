import strawberry

from resolvers.administration.inspection import check_administrator
from resolvers.context import Info
from schema.administration.admin import Admin


@strawberry.type
class AdministrationQuery:
    @strawberry.field(description="Administration. Needs the `ADMIN` role; null, with a `FORBIDDEN` error, without it.")
    def admin(self, info: Info) -> Admin | None:
        check_administrator(info.context)
        return Admin()
