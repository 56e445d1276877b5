"""Reading the body of a request, within bounds of size and time."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing

import orjson
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request
from strawberry.file_uploads.utils import replace_placeholders_with_files

from server.http.refusals import BadRequest

# It would warn of each malformed body, which is the client's affair.
logging.getLogger("python_multipart").setLevel(logging.ERROR)

MANY = 1024 * 1024
MAX_VALUES = 100_000
"""Of a large body: a file may be long, but a million small objects take a hundred times the memory of their text."""
IN_MEMORY = 128 * 1024
"""Bytes of a file, or of a body, that are kept in memory while they wait: there may be hundreds of them."""
MAX_PARTS = 10
MAX_FIELD = 1024 * 1024


class BodyLimits:
    """
    How many bytes a body may have (`setting` is the setting's name, for the message) and in how many seconds all of
    it must come.
    """

    def __init__(self, size: int, seconds: float, setting: str) -> None:
        self.size, self.seconds = size, seconds
        self.refusal = (f"The body may have {size:,} bytes ({setting}).", 413, {"Connection": "close"})

    def too_large(self) -> BadRequest:
        return BadRequest(*self.refusal)

    def too_slow(self) -> BadRequest:
        return BadRequest(f"The body did not arrive within {self.seconds:g} seconds.", 408, {"Connection": "close"})


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


async def chunks(request: Request, limits: BodyLimits) -> AsyncGenerator[bytes]:
    """
    The body as it comes; BadRequest once it has too many bytes or takes too long, ClientDisconnect when the client
    goes away.
    """
    deadline = asyncio.get_running_loop().time() + limits.seconds
    received = 0
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
        yield chunk
        more = message.get("more_body", False)


def parse_json(text: bytes | str, what: str = "The body") -> object:
    """
    The value in the text; BadRequest, naming `what`, for what is no JSON, or of more than 100,000 values in over 1
    MiB.
    """
    if isinstance(text, bytes) and len(text) > MANY and sum(map(text.count, (b",", b"[", b"{"))) > MAX_VALUES:
        raise BadRequest(f"{what} holds more than {MAX_VALUES:,} values.", 413)
    try:
        return orjson.loads(text)
    except ValueError:
        raise BadRequest(f"{what} must be JSON in UTF-8.") from None


async def read_form(request: Request, limits: BodyLimits) -> FormData:
    """The fields and files of a multipart body, which the caller must close. Files of over 128 KiB lie on disk."""
    check_announced(request, limits)
    async with aclosing(chunks(request, limits)) as received:
        parser = MultiPartParser(
            request.headers, received, max_files=MAX_PARTS, max_fields=MAX_PARTS, max_part_size=MAX_FIELD
        )
        parser.spool_max_size = IN_MEMORY
        try:
            return await parser.parse()
        except MultiPartException as error:
            raise BadRequest(f"The multipart body cannot be read: {error.message}") from None


def with_files(form: FormData) -> object:
    """
    The field `operations` as a value, with the files in the places that the field `map` gives them (GraphQL multipart
    request specification).
    """
    operations = parse_json(field(form, "operations"), "`operations`")
    places = parse_json(field(form, "map"), "`map`")
    files = {name: part for name, part in form.multi_items() if isinstance(part, UploadFile)}
    try:
        return replace_placeholders_with_files(operations, places, files)  # type: ignore[arg-type]
    except (AttributeError, LookupError, RecursionError, TypeError, ValueError):
        # It takes the shape of what it is given for granted.
        raise BadRequest(
            '`map` must give each file\'s places in `operations`, such as {"0": ["variables.file"]}.'
        ) from None


def field(form: FormData, name: str) -> str:
    """The text of the form's field `name`; BadRequest when it is missing or a file."""
    value = form.get(name)
    if not isinstance(value, str):
        raise BadRequest(f"A multipart request has a field `{name}`, of JSON.")
    return value
