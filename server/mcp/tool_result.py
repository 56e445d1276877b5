"""Makes the result of a tool from the answer of its operation."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from mcp.types import CallToolResult, ContentBlock, ImageContent, ResourceLink, TextContent

from resolvers.exceptions import NOT_FOUND, QUERY_TOO_COSTLY
from server.requests.encoding import encode
from server.requests.refusals import HttpRefusal

MAX_RESULT = 256 * 1024
"""Bytes of a result as JSON, without images and links: an agent has to read all of it."""
Data = dict[str, Any]


class ResultTooLarge(HttpRefusal):
    """The result of a tool would have more than MAX_RESULT bytes."""

    code = QUERY_TOO_COSTLY

    def __init__(self, size: int) -> None:
        super().__init__(
            f"The result has {size:,} bytes; at most {MAX_RESULT:,}. Call the tool again with a smaller `first`, or "
            "with narrower conditions.",
            limit="MCP_RESULT",
        )


class Address(NamedTuple):
    """The URL of an image in a result, the name of its field, and the id of the picture that has it."""

    field: str
    url: str
    picture_id: str
    image: Data

    def link(self) -> ResourceLink:
        return ResourceLink(
            name=f"Image of picture {self.picture_id}",
            uri=self.url,
            mime_type=self.image.get("contentType"),
            size=self.image.get("size"),
        )


def refused(errors: Iterable[Mapping[str, Any]]) -> CallToolResult:
    """Return a result that reports errors of GraphQL or of a mutation: for each its code, its message and details."""
    shown = [
        {
            name: value
            for name, value in {**error, **error.get("extensions", {})}.items()
            if name not in UNUSED and value
        }
        for error in errors
    ]
    return CallToolResult(content=[TextContent(text=encode({"errors": shown}).decode())], is_error=True)


UNUSED = frozenset({"extensions", "locations", "path"})
"""Members of a GraphQL error that mean nothing to an agent, which has not seen the document."""


def errors_in(answer: Data) -> list[Data]:
    """Return the errors of an answer or of its payload; NOT_FOUND if its only field is null."""
    if "errors" in answer:
        return list(answer["errors"])
    fields = list(answer["data"].values())
    if fields == [None]:
        message = "There is no such picture, or it is not the user's. `search_pictures` finds ids."
        return [{"code": NOT_FOUND, "message": message}]
    found: list[Data] = []
    for field in fields:
        if isinstance(field, dict) and "results" in field:
            found += field["errors"] + [error for result in field["results"] for error in result["errors"]]
    return found


def take_addresses(data: Data, paths: Iterable[Sequence[str]]) -> list[Address]:
    """Remove the addresses at the paths from the data, and return them."""
    return [
        Address(path[-1], image.pop(path[-1]), picture_id, image)
        for path in paths
        for picture_id, image in objects_at(data, path[:-1], "")
    ]


def objects_at(value: Any, path: Sequence[str], of: str) -> Iterator[tuple[str, Data]]:
    """Yield the objects at the path, through lists, each with the id of the last object on its path that has one."""
    if isinstance(value, list):
        for one in value:
            yield from objects_at(one, path, of)
    elif isinstance(value, dict) and path:
        yield from objects_at(value.get(path[0]), path[1:], value.get("id", of))
    elif value is not None:
        yield of, value


def result_of(data: Data, links: Iterable[ResourceLink], images: Sequence[ImageContent]) -> CallToolResult:
    """Return a result with the data, as text, too, for clients that show agents only that. Each link is once in it."""
    text = encode(data)
    if len(text) > MAX_RESULT:
        raise ResultTooLarge(len(text))
    unique = {link.uri: link for link in links}.values()
    content: list[ContentBlock] = [TextContent(text=text.decode()), *images, *unique]
    return CallToolResult(content=content, structured_content=data)
