from collections.abc import AsyncIterator, Callable, Hashable
from contextlib import asynccontextmanager
from functools import partial
from math import inf
from tempfile import SpooledTemporaryFile

from starlette.datastructures import UploadFile

from resolvers.access import Caller
from resolvers.limits.fair_share import Claim, FairShare
from server.limits.cpu_slot import cpu_slot
from server.limits.rate_limits import RateLimits
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
from server.requests.json_weight import VALUE, memory_of, weight
from server.requests.refusals import Overloaded
from server.requests.request import without_extras

SMALL = 4 * 1024
"""Bytes. The memory that a body of no more than that takes is not counted."""
LIGHT = 64 * 1024
"""
Bytes of memory. Requests that take no more are not counted, since their number is limited as well, and are parsed
without waiting for a turn.
"""
MAX_DISK_BYTES = 768 * 1024 * 1024
"""Bytes on disk that the bodies of all requests take in this process."""


class LargeBodies:
    """
    Reads bodies whose values may take much memory. A body of more than 128 KiB waits on disk, which it claims as it
    arrives; the size that a body announces counts for its user alone. A large body is charged as it arrives. It is
    parsed once its user may have the memory and it is their turn. The claim passed by the caller retains the memory
    that the parsed value takes.
    """

    def __init__(
        self, cpu_slots: FairShare, rate_limits: RateLimits, json_limits: BodyLimits, form_limits: BodyLimits
    ) -> None:
        self.cpu_slots, self.rate_limits = cpu_slots, rate_limits
        self.json_limits, self.form_limits = json_limits, form_limits
        self.small = min(SMALL, json_limits.size)
        no_disk = partial(Overloaded, "disk space for requests", "DISK")
        self.disk = FairShare(MAX_DISK_BYTES, no_disk)
        self.announced = FairShare(inf, no_disk, each=self.disk.each)
        """The disk that bodies will need: otherwise a user's own bodies would wait for each other to arrive."""

    def are_needed_for(self, request: HttpRequest) -> bool:
        """Whether the body, by its headers, has more than 4 KiB or than it may, or no known size, or is compressed."""
        announced = request.fields.get(b"content-length", b"")
        return not announced.isdigit() or int(announced) > self.small or b"content-encoding" in request.fields

    async def json(self, request: HttpRequest, caller: Caller, memory: Claim) -> object:
        """Return the value in a JSON body."""
        body, body_weight = await self.read(request, caller, memory)
        return await self.parse(caller.id, body, body_weight, keep=partial(trimmed, memory))

    async def read(self, request: HttpRequest, caller: Caller, memory: Claim) -> tuple[bytes, int]:
        """Return a JSON body, and its weight, which `memory` has claimed. Nothing of the body remains on disk."""
        check_announced(request, self.json_limits)
        charge = partial(self.rate_limits.count_bytes, caller)
        with (
            self.announced.claim(caller.id) as announced,
            self.disk.claim(caller.id) as disk,
            SpooledTemporaryFile(max_size=IN_MEMORY) as body,
        ):
            await announced.grow_to(announced_size(request, self.json_limits))
            body_weight = 0
            async for chunk in chunks(request, self.json_limits, charge, disk):
                body_weight += weight(chunk)
                body.write(chunk)
            body.seek(0)
            await memory.grow_to(body_weight)
            return body.read(), body_weight

    @asynccontextmanager
    async def form(self, request: HttpRequest, caller: Caller, memory: Claim) -> AsyncIterator[object]:
        """
        Provide the value in a multipart body's part `operations`, with its files, which stay on disk until the context
        is left.
        """
        check_announced(request, self.form_limits)
        charge = partial(self.rate_limits.count_bytes, caller)
        with self.announced.claim(caller.id) as announced, self.disk.claim(caller.id) as disk:
            await announced.grow_to(announced_size(request, self.form_limits))
            async with read_form(request, self.form_limits, charge, disk) as form:
                operations, mapping = field(form, "operations"), field(form, "map")
                operations_weight, mapping_weight = weight_of(operations), weight_of(mapping)
                await memory.grow_to(operations_weight)
                keep = partial(trimmed, memory)
                sent = await self.parse(caller.id, await operations.read(), operations_weight, "`operations`", keep)
                # No variable holds the map: it leaves memory once its files are in place, before anything else runs.
                yield with_files(sent, await self.parse(caller.id, await mapping.read(), mapping_weight, "`map`"), form)

    async def parse(
        self,
        sender: Hashable,
        text: bytes | str,
        text_weight: int,
        what: str = "The body",
        keep: Callable[[object], object] | None = None,
    ) -> object:
        """
        Parse JSON as `parse_json` does. If its `text_weight` is large, wait for the sender's turn, and return what
        `keep` returns for the value.
        """
        values = (text_weight - len(text)) // VALUE
        if text_weight <= LIGHT:
            return parse_json(text, what, values)
        async with cpu_slot(self.cpu_slots, sender):
            value = parse_json(text, what, values)
            return keep(value) if keep else value


def trimmed(memory: Claim, sent: object) -> object:
    """Return the request without members that nobody reads, and shrink `memory` to what that takes."""
    value = without_extras(sent)
    memory.shrink_to(memory_of(value))
    return value


def weight_of(part: UploadFile) -> int:
    """Return the weight of the JSON in the part, read 16 KiB at a time. A MiB takes a millisecond."""
    total = 0
    while chunk := part.file.read(PART_IN_MEMORY):
        total += weight(chunk)
    part.file.seek(0)
    return total
