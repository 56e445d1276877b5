from typing import Any

import strawberry

from resolvers.paging import ListPage
from schema.types.field_metadata import reads


@strawberry.type(description="The position of a page in its list.")
class PageInfo:
    @strawberry.field(metadata=reads(), description="Whether the list has entries after this page.")
    async def has_next_page(root: strawberry.Parent[ListPage[Any]]) -> bool:
        return await root.has_page(backwards=False)

    @strawberry.field(metadata=reads(), description="Whether the list has entries before this page.")
    async def has_previous_page(root: strawberry.Parent[ListPage[Any]]) -> bool:
        return await root.has_page(backwards=True)

    start_cursor: str | None = strawberry.field(
        description="The cursor of the first entry, for `before`; null if the page is empty."
    )
    end_cursor: str | None = strawberry.field(
        description="The cursor of the last entry, for `after`; null if the page is empty."
    )
