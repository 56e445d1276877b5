import strawberry

from models.views.view_record import SavedViewRecord
from models.views.view_statements import MAX_VIEWS
from resolvers.context import Info
from resolvers.views.saved_views import saved_views
from schema.types.field_metadata import at_most
from schema.views.saved_view import SavedView


@strawberry.type
class ViewQuery:
    @strawberry.field(
        graphql_type=list[SavedView],
        metadata=at_most(MAX_VIEWS),
        description="The caller's saved views, in their order; 100 at most.",
    )
    async def saved_views(self, info: Info) -> list[SavedViewRecord]:
        return await saved_views(info.context)
