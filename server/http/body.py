"""Reading the body of a request, within bounds of size and time."""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from typing import Any, Literal

import orjson
from python_multipart.multipart import parse_options_header
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

from models.tasks.task import MAX_IMAGES
from server.http.media_types import read_content_type
from server.http.refusals import BadRequest
from server.limits.memory import number_of_values

# It would warn of each malformed body, which is the client's affair.
logging.getLogger("python_multipart").setLevel(logging.ERROR)

MAX_VALUES = 100_000
"""Of JSON: a file may be long, but a million small objects take a hundred times the memory of their text."""
IN_MEMORY = 128 * 1024
"""Bytes of a body that are kept in memory while it waits: there may be hundreds of them."""
PART_IN_MEMORY = 16 * 1024
"""Bytes of each part of a multipart body that are kept in memory."""
MAX_FILES = MAX_IMAGES
MAX_FIELD = 1024 * 1024
MAX_PLACES = 100
CHARGED_AT_ONCE = 1024 * 1024
Charge = Callable[[int], Awaitable[object]]
"""What is called with the bytes that have come; RateLimited when they are more than the user may send."""


class BodyLimits:
    """
    How many bytes a body may have, and in how many seconds all of it must come: MAX_…_SIZE and …_TIMEOUT, where
    `what` stands in their names.
    """

    def __init__(self, size: int, seconds: float, what: Literal["BODY", "UPLOAD"]) -> None:
        self.size, self.seconds, self.what = size, seconds, what

    def too_large(self) -> BadRequest:
        setting = f"MAX_{self.what}_SIZE"
        message = f"The body may have {self.size:,} bytes ({setting})."
        return BadRequest(message, 413, {"Connection": "close"}, limit=setting)

    def too_slow(self) -> BadRequest:
        message = f"The body did not arrive within {self.seconds:g} seconds."
        return BadRequest(message, 408, {"Connection": "close"}, limit=f"{self.what}_TIMEOUT")


def check_announced(request: Request, limits: BodyLimits) -> None:
    """Refuse a body that says it is too large, or that it is compressed, before any of it is read."""
    announced = request.headers.get("Content-Length", "0")
    if announced.isdecimal() and int(announced) > limits.size:
        raise limits.too_large()
    if request.headers.get("Content-Encoding", "identity") != "identity":
        raise BadRequest("The body must be sent as it is, without a Content-Encoding.", 415)


async def read_json(request: Request, limits: BodyLimits) -> object:
    """The value in a JSON body. The whole body is held in memory while it is read."""
    check_announced(request, limits)
    return parse_json(b"".join([chunk async for chunk in chunks(request, limits)]))


async def chunks(request: Request, limits: BodyLimits, charge: Charge | None = None) -> AsyncGenerator[bytes]:
    """
    The body as it comes, each MiB of it charged before the next; BadRequest once it has too many bytes or takes too
    long, ClientDisconnect when the client goes away.
    """
    deadline = asyncio.get_running_loop().time() + limits.seconds
    received = charged = 0
    more = True
    while more:
        try:
            async with asyncio.timeout_at(deadline):
                message = await request.receive()
        except TimeoutError:
            raise limits.too_slow() from None
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        chunk = message.get("body", b"")
        received += len(chunk)
        if received > limits.size:
            raise limits.too_large()
        more = message.get("more_body", False)
        if charge and received - charged >= (CHARGED_AT_ONCE if more else IN_MEMORY):
            await charge(received - charged)
            charged = received
        yield chunk


def parse_json(text: bytes | str, what: str = "The body", values: int | None = None) -> object:
    """
    The value in the text; BadRequest, naming `what`, for what is no JSON, or of more than 100,000 values. `values`,
    where they were counted before, says how many it holds.
    """
    if values is None:
        values = number_of_values(text) if len(text) > MAX_VALUES else 0
    if values > MAX_VALUES:
        raise BadRequest(f"{what} holds more than {MAX_VALUES:,} values.", 413, limit="VALUES")
    try:
        return orjson.loads(text)
    except ValueError:
        raise BadRequest(f"{what} must be JSON in UTF-8.") from None


class FormParser(MultiPartParser):
    """Takes every part for a file, which may lie on disk: Python's `gql` streams files that have no name."""

    spool_max_size = PART_IN_MEMORY

    def on_headers_finished(self) -> None:
        part = self._current_part
        if part.content_disposition and b"filename" not in parse_options_header(part.content_disposition)[1]:
            part.content_disposition += b'; filename=""'
        super().on_headers_finished()

    def close(self) -> None:
        """Close the files, also one that was cut off."""
        for file in self._files_to_close_on_error:
            file.close()


class SentFile(UploadFile):
    def __inspect__(self) -> str:
        """What it is called in an error, where something else than a file is expected."""
        return "a file"


@asynccontextmanager
async def read_form(request: Request, limits: BodyLimits, charge: Charge) -> AsyncIterator[FormData]:
    """The parts of a multipart body, until the context is left. What is over 16 KiB lies on disk."""
    check_announced(request, limits)
    check_multipart(request.headers.get("Content-Type", ""))
    async with aclosing(chunks(request, limits, charge)) as received:
        parser = FormParser(request.headers, received, max_files=MAX_FILES + 2)
        try:
            yield await parser.parse()
        except MultiPartException as error:
            raise BadRequest(f"The multipart body cannot be read: {error.message}") from None
        finally:
            parser.close()


def check_multipart(content_type: str) -> None:
    """Refuse what is no multipart body, or one in another encoding than UTF-8."""
    name, is_utf8 = read_content_type(content_type)
    if name != "multipart/form-data":
        raise BadRequest("The body must be application/json in UTF-8, or multipart/form-data with files.", 415)
    if not is_utf8:
        raise BadRequest("A multipart body must be in UTF-8; leave `charset` out, or let it be utf-8.", 415)


def field(form: FormData, name: str) -> UploadFile:
    """The form's part `name`, of JSON; BadRequest when it is missing or too long."""
    part = form.get(name)
    if not isinstance(part, UploadFile):
        raise BadRequest(f"A multipart request has a field `{name}`, of JSON.")
    if (part.size or 0) > MAX_FIELD:
        raise BadRequest(f"`{name}` may have {MAX_FIELD:,} bytes.", 413, limit="FIELD_SIZE")
    return part


def with_files(operations: object, places: object, form: FormData) -> object:
    """
    `operations` with the form's files in the places that `places`, the field `map`, gives them (GraphQL multipart
    request specification).
    """
    try:
        named = [(name, path) for name, paths in places.items() for path in paths]  # type: ignore[attr-defined]
        if len(named) > MAX_PLACES:
            raise BadRequest(f"`map` may name {MAX_PLACES} places.", 413, limit="PLACES")
        for name, path in named:
            put(operations, path.split("."), form[name])
    except (AttributeError, LookupError, TypeError, ValueError):
        # The shape of what is sent is taken for granted.
        raise BadRequest(
            '`map` must give each file\'s places in `operations`, such as {"0": ["variables.file"]}.'
        ) from None
    return operations


def put(operations: Any, path: list[str], part: Any) -> None:
    """Put the file in the part at the path of keys and indexes."""
    *way, last = path
    for key in way:
        operations = operations[key if isinstance(operations, dict) else int(key)]
    operations[last if isinstance(operations, dict) else int(last)] = SentFile(
        part.file, size=part.size, filename=part.filename, headers=part.headers
    )
