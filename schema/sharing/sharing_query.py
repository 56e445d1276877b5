import strawberry

from models.sharing.link_record import ShareLinkRecord
from resolvers.context import Info
from resolvers.paging import ListPage, Window
from resolvers.sharing.find_links import list_share_links
from schema.sharing.share_link import ShareLinkConnection
from schema.types.paged import paged


@strawberry.type
class SharingQuery:
    @strawberry.field(
        graphql_type=ShareLinkConnection,
        description="The caller's links, newest first, ended links included.",
    )
    @paged
    async def share_links(self, info: Info, window: Window) -> ListPage[ShareLinkRecord]:
        return await list_share_links(info.context, info.context.caller.id, window)
