"""Reads the body of a request, within bounds of size and time."""

import asyncio
import logging
import re
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager, nullcontext
from typing import Any, Literal

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect

from models.tasks.task import MAX_IMAGES
from resolvers.exact_json import load_exactly
from resolvers.limits.fair_share import Claim
from server.requests.http_request import CONNECTION, HttpRequest
from server.requests.json_weight import number_of_values
from server.requests.media_types import read_content_type
from server.requests.refusals import BadRequest

# It would log a warning for each malformed body, which is the client's mistake; the answer reports it.
logging.getLogger("python_multipart").setLevel(logging.ERROR)

MAX_VALUES = 100_000
"""Values in JSON of any size: a million small objects take a hundred times the memory of their text."""
IN_MEMORY = 128 * 1024
"""Bytes of a waiting body that are held in memory, the rest on disk: hundreds of bodies may wait."""
PART_IN_MEMORY = 16 * 1024
"""Bytes of each part of a multipart body that are held in memory."""
MAX_FILES = MAX_IMAGES
MAX_FIELD = 1024 * 1024
"""Bytes of the part `operations` or `map`."""
MAX_PATHS = 100
"""Paths in `map`."""
FILENAME = re.compile(rb";\s*filename\*?\s*=", re.IGNORECASE)
"""The beginning of the filename in a Content-Disposition."""
CHARGED_AT_ONCE = 1024 * 1024
"""Bytes of a body that are read before they are charged."""
Charge = Callable[[int], Awaitable[object]]
"""Charges the user for bytes that have arrived; raises RateLimited when they exceed the user's limit."""


class BodyLimits:
    """
    The bytes that a body may have, and the seconds within which all of it must arrive. `what` names the settings:
    MAX_BODY_SIZE and BODY_TIMEOUT, or MAX_UPLOAD_SIZE and UPLOAD_TIMEOUT.
    """

    def __init__(self, size: int, seconds: float, what: Literal["BODY", "UPLOAD"]) -> None:
        self.size, self.seconds, self.what = size, seconds, what

    def too_large(self) -> BadRequest:
        setting = f"MAX_{self.what}_SIZE"
        message = f"The body may have {self.size:,} bytes ({setting}). Send larger images by `createImageUpload`."
        return BadRequest(message, 413, {"Connection": "close"}, limit=setting)

    def too_slow(self) -> BadRequest:
        message = f"The body did not arrive within {self.seconds:g} seconds."
        return BadRequest(message, 408, {"Connection": "close"}, limit=f"{self.what}_TIMEOUT")


def check_announced(request: HttpRequest, limits: BodyLimits) -> None:
    """Raise BadRequest for a body that is too large or compressed, as its headers say, before any of it is read."""
    announced = request.fields.get(b"content-length", b"0")
    if announced.isdigit() and int(announced) > limits.size:
        raise limits.too_large()
    if request.fields.get(b"content-encoding", b"identity") != b"identity":
        raise BadRequest("The body must be sent as it is, without a Content-Encoding.", 415)


def announced_size(request: HttpRequest, limits: BodyLimits) -> int:
    """Return the bytes of disk that the body takes according to its Content-Length, or may take without one."""
    announced = request.fields.get(b"content-length", b"")
    size = int(announced) if announced.isdigit() else limits.size
    return size if size > IN_MEMORY else 0


async def read_json(request: HttpRequest, limits: BodyLimits) -> object:
    """Return the value in a JSON body whose size was announced, and is small."""
    connection = request.scope.get("state", {}).get(CONNECTION)
    has_arrived = connection is not None and not connection.receiving
    body, more = b"", True
    try:
        # A timer takes longer than reading bytes that have arrived.
        async with nullcontext() if has_arrived else asyncio.timeout(limits.seconds):
            while more:
                message = await request.receive()
                if message["type"] == "http.disconnect":
                    raise ClientDisconnect
                body += message.get("body", b"")
                more = message.get("more_body", False)
    except TimeoutError:
        raise limits.too_slow() from None
    return parse_json(body)


async def chunks(request: HttpRequest, limits: BodyLimits, charge: Charge, disk: Claim) -> AsyncGenerator[bytes]:
    """
    Yield the body as it arrives, charge each MiB before reading the next, and claim the disk that it takes. BadRequest
    once it has too many bytes or takes too long, ClientDisconnect when the client disconnects.
    """
    deadline = asyncio.get_running_loop().time() + limits.seconds
    received = charged = 0
    more = True
    while more:
        try:
            async with asyncio.timeout_at(deadline + disk.waited):
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
        if received - charged >= (CHARGED_AT_ONCE if more else IN_MEMORY):
            await charge(received - charged)
            charged = received
        if received > IN_MEMORY:
            await disk.grow_to(received)
        yield chunk


def parse_json(text: bytes | str, what: str = "The body", values: int | None = None) -> object:
    """
    Return the value in the text. BadRequest, in which the text is called `what`, when it is not JSON or holds more than
    100,000 values. `values` is their number, if the caller has counted them already.
    """
    if values is None:
        values = number_of_values(text) if len(text) > MAX_VALUES else 0
    if values > MAX_VALUES:
        raise BadRequest(f"{what} holds more than {MAX_VALUES:,} values.", 413, limit="VALUES")
    try:
        return load_exactly(text if isinstance(text, bytes) else text.encode())
    except ValueError as error:
        raise BadRequest(f"{what} must be JSON in UTF-8: {error}.") from None


class FormParser(MultiPartParser):
    """
    Parses every part as a file, which is on disk when it is large, even if it has no filename: Python's `gql` sends
    streamed files without one.
    """

    spool_max_size = PART_IN_MEMORY

    def on_headers_finished(self) -> None:
        part = self._current_part
        if part.content_disposition and not FILENAME.search(part.content_disposition):
            part.content_disposition += b'; filename=""'
        super().on_headers_finished()

    def close(self) -> None:
        """Close all files, including one that has arrived only in part."""
        for file in self._files_to_close_on_error:
            file.close()


class SentFile(UploadFile):
    def __inspect__(self) -> str:
        """Return how graphql-core names a file in the error for one where another type is expected."""
        return "a file"


@asynccontextmanager
async def read_form(request: HttpRequest, limits: BodyLimits, charge: Charge, disk: Claim) -> AsyncIterator[FormData]:
    """Provide the parts of a multipart body until the context is left. Parts of more than 16 KiB are on disk."""
    check_multipart(request.headers.get("Content-Type", ""))
    async with aclosing(chunks(request, limits, charge, disk)) as received:
        parser = FormParser(request.headers, received, max_files=MAX_FILES + 2)
        try:
            yield await parser.parse()
        except MultiPartException as error:
            expected = f"Expected `operations`, `map` and up to {MAX_FILES} files."
            raise BadRequest(f"The multipart body cannot be read: {error.message} {expected}") from None
        finally:
            parser.close()


def check_multipart(content_type: str) -> None:
    """Raise BadRequest unless the body is multipart/form-data in UTF-8."""
    name, is_utf8 = read_content_type(content_type)
    if name != "multipart/form-data":
        raise BadRequest("The body must be application/json in UTF-8, or multipart/form-data with files.", 415)
    if not is_utf8:
        raise BadRequest("A multipart body must be in UTF-8; leave `charset` out, or let it be utf-8.", 415)


def field(form: FormData, name: str) -> UploadFile:
    """Return the form's part `name`, which holds JSON; BadRequest when it is missing or too long."""
    part = form.get(name)
    if not isinstance(part, UploadFile):
        raise BadRequest(f"A multipart request has a field `{name}`, of JSON.")
    if (part.size or 0) > MAX_FIELD:
        raise BadRequest(f"`{name}` may have {MAX_FIELD:,} bytes.", 413, limit="FIELD_SIZE")
    return part


def with_files(operations: object, paths_of_files: object, form: FormData) -> object:
    """
    Return `operations` with the form's files put in. `paths_of_files` is the part `map`: for the name of each file, the
    paths in `operations` at which it belongs (GraphQL multipart request specification).
    """
    try:
        named = [(name, path) for name, paths in paths_of_files.items() for path in paths]  # type: ignore[attr-defined]
        if len(named) > MAX_PATHS:
            raise BadRequest(f"`map` may name {MAX_PATHS} places.", 413, limit="PLACES")
        for name, path in named:
            put(operations, path.split("."), form[name])
    except (AttributeError, LookupError, TypeError, ValueError):
        # A wrong shape of either raises one of these: it is not checked beforehand.
        raise BadRequest(
            '`map` must give each file\'s places in `operations`, such as {"0": ["variables.file"]}.'
        ) from None
    return operations


def put(operations: Any, path: list[str], part: Any) -> None:
    """Replace the value in `operations` at the path of keys and indexes by the file in the part."""
    *parents, last = path
    for key in parents:
        operations = operations[key if isinstance(operations, dict) else int(key)]
    operations[last if isinstance(operations, dict) else int(last)] = SentFile(
        part.file, size=part.size, filename=part.filename, headers=part.headers
    )
