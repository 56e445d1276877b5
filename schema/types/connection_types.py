from types import GenericAlias
from typing import Any

import strawberry

from schema.types.field_metadata import of_page
from schema.types.page_info import PageInfo


def connection(name: str, node: type, page: str, edge: str) -> Any:
    """
    Make the types of a page of a list: `…Connection`, with the description `page`, and `…Edge`, an entry of the list
    with its position, with the description `edge`. A list with fields of its own has classes instead.
    """

    def made(suffix: str, fields: dict[str, object], description: str, **lists: object) -> Any:
        return strawberry.type(type(name + suffix, (), {"__annotations__": fields, **lists}), description=description)

    edges = GenericAlias(list, made("Edge", {"cursor": str, "node": node}, edge))
    fields = {"edges": edges, "nodes": GenericAlias(list, node), "page_info": PageInfo}
    lists = {name: strawberry.field(metadata=of_page()) for name in ("edges", "nodes")}
    return made("Connection", fields, page, **lists)
