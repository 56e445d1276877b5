from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from functools import partial
from tempfile import SpooledTemporaryFile

from starlette.datastructures import UploadFile
from starlette.requests import Request

from resolvers.access import Caller
from server.http.body import (
    IN_MEMORY,
    PART_IN_MEMORY,
    BodyLimits,
    check_announced,
    chunks,
    field,
    parse_json,
    read_form,
    with_files,
)
from server.limits.memory import LIGHT, VALUE, Memory, weight
from server.limits.rate_limits import RateLimits
from server.limits.turns import Turns

SMALL = 4 * 1024
"""Bytes of a body whose values need not be counted."""


def is_large(request: Request) -> bool:
    """Whether a body says that it has more than 4 KiB, or does not say how many bytes it has."""
    announced = request.headers.get("Content-Length", "")
    return not announced.isdecimal() or int(announced) > SMALL


class LargeBodies:
    """
    Reads bodies whose values take much memory: they wait for their part of it, on disk where they have more than
    128 KiB, and have it until their context is left. What is large is charged while it comes, and read in turn.
    """

    def __init__(
        self, memory: Memory, turns: Turns, rate_limits: RateLimits, json_limits: BodyLimits, form_limits: BodyLimits
    ) -> None:
        self.memory, self.turns, self.rate_limits = memory, turns, rate_limits
        self.json_limits, self.form_limits = json_limits, form_limits

    @asynccontextmanager
    async def json(self, request: Request, caller: Caller) -> AsyncIterator[object]:
        """The value in a JSON body."""
        check_announced(request, self.json_limits)
        charge = partial(self.rate_limits.count_bytes, caller)
        with SpooledTemporaryFile(max_size=IN_MEMORY) as body:
            heavy = 0
            async for chunk in chunks(request, self.json_limits, charge):
                heavy += weight(chunk)
                body.write(chunk)
            body.seek(0)
            async with self.memory.hold(caller.id, heavy):
                yield await self.parse(caller.id, body.read(), heavy)

    @asynccontextmanager
    async def form(self, request: Request, caller: Caller) -> AsyncIterator[object]:
        """The value in a multipart body's field `operations`, with its files."""
        async with read_form(request, self.form_limits, partial(self.rate_limits.count_bytes, caller)) as form:
            operations, places = field(form, "operations"), field(form, "map")
            heavy, light = weight_of(operations), weight_of(places)
            async with self.memory.hold(caller.id, heavy + light):
                sent = await self.parse(caller.id, await operations.read(), heavy, "`operations`")
                named = await self.parse(caller.id, await places.read(), light, "`map`")
                yield with_files(sent, named, form)

    async def parse(self, sender: Hashable, text: bytes | str, heavy: int, what: str = "The body") -> object:
        """As parse_json, once it is the sender's turn when `heavy`, the weight of the text, is much."""
        values = (heavy - len(text)) // VALUE
        if heavy <= LIGHT:
            return parse_json(text, what, values)
        async with self.turns.hold(sender):
            return parse_json(text, what, values)


def weight_of(part: UploadFile) -> int:
    """The weight of the JSON in the part, of which little is in memory at a time. A MiB of it takes a millisecond."""
    heavy = 0
    while chunk := part.file.read(PART_IN_MEMORY):
        heavy += weight(chunk)
    part.file.seek(0)
    return heavy
