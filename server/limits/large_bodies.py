from collections.abc import AsyncIterator, Hashable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from functools import partial
from tempfile import SpooledTemporaryFile

from starlette.datastructures import UploadFile

from resolvers.access import Caller
from resolvers.disk_space import DiskSpace
from server.limits.memory import LIGHT, Memory
from server.limits.rate_limits import RateLimits
from server.limits.turns import Turns
from server.requests.body import (
    IN_MEMORY,
    PART_IN_MEMORY,
    BodyLimits,
    announced_size,
    check_announced,
    chunks,
    field,
    parse_json,
    read_form,
    with_files,
)
from server.requests.http_request import HttpRequest
from server.requests.json_weight import VALUE, weight

SMALL = 4 * 1024
"""Bytes. The memory that a body of no more than that takes is not counted."""


def is_large(request: HttpRequest) -> bool:
    """Whether the body has more than 4 KiB according to its Content-Length, or has none."""
    announced = request.fields.get(b"content-length", b"")
    return not announced.isdigit() or int(announced) > SMALL


class LargeBodies:
    """
    Reads bodies whose values may take much memory. A body of more than 128 KiB is read once its user may take as much
    of the disk. A body waits, on disk if it is as large, until its user may take that memory, and holds both until the
    context is left. A large body is charged as it arrives, and parsed when it is its user's turn.
    """

    def __init__(
        self, memory: Memory, turns: Turns, rate_limits: RateLimits, json_limits: BodyLimits, form_limits: BodyLimits
    ) -> None:
        self.memory, self.turns, self.rate_limits = memory, turns, rate_limits
        self.json_limits, self.form_limits = json_limits, form_limits
        self.disk = DiskSpace()

    @asynccontextmanager
    async def json(self, request: HttpRequest, caller: Caller) -> AsyncIterator[object]:
        """Provide the value in a JSON body until the context is left."""
        check_announced(request, self.json_limits)
        charge = partial(self.rate_limits.count_bytes, caller)
        async with self.room(request, caller, self.json_limits):
            with SpooledTemporaryFile(max_size=IN_MEMORY) as body:
                body_weight = 0
                async for chunk in chunks(request, self.json_limits, charge):
                    body_weight += weight(chunk)
                    body.write(chunk)
                body.seek(0)
                async with self.memory.hold(caller.id, body_weight):
                    yield await self.parse(caller.id, body.read(), body_weight)

    @asynccontextmanager
    async def form(self, request: HttpRequest, caller: Caller) -> AsyncIterator[object]:
        """Provide the value in a multipart body's part `operations`, with its files, until the context is left."""
        check_announced(request, self.form_limits)
        charge = partial(self.rate_limits.count_bytes, caller)
        async with self.room(request, caller, self.form_limits), read_form(request, self.form_limits, charge) as form:
            operations, mapping = field(form, "operations"), field(form, "map")
            operations_weight, mapping_weight = weight_of(operations), weight_of(mapping)
            async with self.memory.hold(caller.id, operations_weight + mapping_weight):
                sent = await self.parse(caller.id, await operations.read(), operations_weight, "`operations`")
                paths_of_files = await self.parse(caller.id, await mapping.read(), mapping_weight, "`map`")
                yield with_files(sent, paths_of_files, form)

    def room(self, request: HttpRequest, caller: Caller, limits: BodyLimits) -> AbstractAsyncContextManager[None]:
        """Wait until the caller may take as much of the disk as the body needs; held until the context is left."""
        size = announced_size(request, limits)
        return self.disk.hold(caller.id, size) if size > IN_MEMORY else nullcontext()

    async def parse(self, sender: Hashable, text: bytes | str, text_weight: int, what: str = "The body") -> object:
        """Parse JSON as `parse_json` does; if `text_weight`, its weight, is large, wait for the sender's turn first."""
        values = (text_weight - len(text)) // VALUE
        if text_weight <= LIGHT:
            return parse_json(text, what, values)
        async with self.turns.hold(sender):
            return parse_json(text, what, values)


def weight_of(part: UploadFile) -> int:
    """Return the weight of the JSON in the part, read 16 KiB at a time. A MiB takes a millisecond."""
    total = 0
    while chunk := part.file.read(PART_IN_MEMORY):
        total += weight(chunk)
    part.file.seek(0)
    return total
