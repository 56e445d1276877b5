import strawberry

from resolvers.access import Caller
from resolvers.arguments import MAX_IDS
from resolvers.context import Info
from resolvers.viewer.nodes import NodeRow, nodes_by_id
from schema.types.field_metadata import given
from schema.types.node import Node
from schema.viewer.viewer import Viewer


@strawberry.type
class ViewerQuery:
    @strawberry.field(graphql_type=Viewer, description="The caller, as the verified token describes them.")
    def viewer(self, info: Info) -> Caller:
        return info.context.caller

    @strawberry.field(
        graphql_type=Node | None,
        description="An object by its id; null if the caller may not see it or it does not exist.",
    )
    async def node(self, info: Info, id: strawberry.ID) -> NodeRow | None:
        [row] = await nodes_by_id(info.context, "id", [id])
        return row

    @strawberry.field(
        graphql_type=list[Node | None],
        metadata=given("ids", MAX_IDS),
        description="The objects with up to 100 ids, in the same order, as `node` returns them.",
    )
    async def nodes(self, info: Info, ids: list[strawberry.ID]) -> list[NodeRow | None]:
        return await nodes_by_id(info.context, "ids", ids)
