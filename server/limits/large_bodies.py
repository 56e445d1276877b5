from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from tempfile import SpooledTemporaryFile
from uuid import UUID

from starlette.datastructures import UploadFile
from starlette.requests import Request

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
from server.limits.memory import Memory, weight

SMALL = 4 * 1024
"""Bytes of a body whose values need not be counted."""


def is_large(request: Request) -> bool:
    """Whether a body says that it has more than 4 KiB, or does not say how many bytes it has."""
    announced = request.headers.get("Content-Length", "")
    return not announced.isdecimal() or int(announced) > SMALL


class LargeBodies:
    """
    Reads bodies whose values take much memory: they wait for their part of it, on disk where they have more than
    128 KiB, and have it until their context is left.
    """

    def __init__(self, memory: Memory, json_limits: BodyLimits, form_limits: BodyLimits) -> None:
        self.memory, self.json_limits, self.form_limits = memory, json_limits, form_limits

    @asynccontextmanager
    async def json(self, request: Request, sender: UUID) -> AsyncIterator[object]:
        """The value in a JSON body."""
        check_announced(request, self.json_limits)
        with SpooledTemporaryFile(max_size=IN_MEMORY) as body:
            heavy = 0
            async for chunk in chunks(request, self.json_limits):
                heavy += weight(chunk)
                body.write(chunk)
            body.seek(0)
            async with self.memory.hold(sender, heavy):
                yield parse_json(body.read())

    @asynccontextmanager
    async def form(self, request: Request, sender: UUID) -> AsyncIterator[object]:
        """The value in a multipart body's field `operations`, with its files."""
        async with read_form(request, self.form_limits) as form:
            operations, places = field(form, "operations"), field(form, "map")
            async with self.memory.hold(sender, await weight_of(operations) + await weight_of(places)):
                sent = parse_json(await operations.read(), "`operations`")
                yield with_files(sent, parse_json(await places.read(), "`map`"), form)


async def weight_of(part: UploadFile) -> int:
    """The weight of the JSON in the part, of which little is in memory at a time."""
    heavy = 0
    while chunk := await part.read(PART_IN_MEMORY):
        heavy += weight(chunk)
    await part.seek(0)
    return heavy
