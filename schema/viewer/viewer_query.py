import strawberry

from resolvers.access import Caller
from resolvers.context import Info
from schema.viewer.viewer import Viewer


@strawberry.type
class ViewerQuery:
    @strawberry.field(graphql_type=Viewer, description="The caller, as the verified token describes them.")
    def viewer(self, info: Info) -> Caller:
        return info.context.caller
