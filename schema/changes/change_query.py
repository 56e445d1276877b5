import strawberry

from resolvers.arguments import read_id
from resolvers.changes.read_changes import ChangePage, read_changes
from resolvers.context import Info
from schema.changes.task_change import TaskChangeConnection
from schema.types.field_metadata import costs


@strawberry.type
class ChangeQuery:
    @strawberry.field(
        graphql_type=TaskChangeConnection,
        metadata=costs(40),
        description=(
            "The changes to the caller's tasks, oldest first, 1 to 100 at a time; with the `SERVICE` role those to all "
            "users' tasks, or to those of one. Each task appears once, where it last changed, so reading on from the "
            "last cursor keeps an exact copy. Tasks put into the trash, removed or erased are `DELETED`, those "
            "restored `UPDATED`, imported ones `CREATED`. Deletions are told for 30 days at least; an older cursor is "
            "refused (`CURSOR_TOO_OLD`), never answered with a gap. An empty page returns the cursor it was given."
        ),
    )
    async def task_changes(
        self, info: Info, first: int | None = None, after: str | None = None, user_id: strawberry.ID | None = None
    ) -> ChangePage:
        return await read_changes(info.context, read_id("userId", user_id), first, after)
