from typing import Any

import strawberry

from resolvers.paging import ListPage
from schema.execution.field_metadata import reads


@strawberry.type(description="Where a page lies among the others.")
class PageInfo:
    @strawberry.field(metadata=reads())
    async def has_next_page(root: strawberry.Parent[ListPage[Any]]) -> bool:
        return await root.has_page(backwards=False)

    @strawberry.field(metadata=reads())
    async def has_previous_page(root: strawberry.Parent[ListPage[Any]]) -> bool:
        return await root.has_page(backwards=True)

    start_cursor: str | None
    end_cursor: str | None
