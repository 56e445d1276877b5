"""Reads all pages of a list."""

from collections.abc import Awaitable, Callable
from typing import Any


async def both_ways(read: Callable[..., Awaitable[dict[str, Any]]], size: int = 2) -> list[Any]:
    """Read a connection forwards and backwards, `size` nodes at a time; assert that both agree; return its nodes."""
    forwards: list[Any] = []
    place, has_more = None, True
    while has_more:
        page = await read(first=size, after=place)
        info = page["pageInfo"]
        assert info["hasPreviousPage"] is bool(forwards)
        forwards += page["nodes"]
        place, has_more = info["endCursor"], info["hasNextPage"]
        assert len(page["nodes"]) == size or not has_more
    backwards = page["nodes"]
    while info["hasPreviousPage"]:
        page = await read(last=size, before=info["startCursor"])
        info = page["pageInfo"]
        assert info["hasNextPage"]
        backwards = page["nodes"] + backwards
    assert backwards == forwards
    return forwards
