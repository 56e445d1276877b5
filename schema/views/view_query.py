import strawberry

from models.views.view_statements import SavedViewRow
from resolvers.context import Info
from resolvers.views.saved_views import saved_views
from schema.views.saved_view import SavedView


@strawberry.type
class ViewQuery:
    @strawberry.field(
        graphql_type=list[SavedView], description="The caller's saved views, in their order; 100 at most."
    )
    async def saved_views(self, info: Info) -> list[SavedViewRow]:
        return await saved_views(info.context)
