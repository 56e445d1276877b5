import asyncio
import os
from threading import Lock
from time import perf_counter
from typing import BinaryIO
from uuid import UUID
from weakref import WeakValueDictionary

from anyio import CapacityLimiter
from opentelemetry import trace

from storage.failures import InvalidImage
from storage.images.decoder import Decoder
from storage.images.image_content import BROKEN, TOO_COSTLY, ImageContent
from storage.images.image_measures import ACCEPTED, DECODED, DECODING, REFUSED

MEMORY_LIMIT = 264 * 1024 * 1024  # bytes of address space, of which Python and the decoders take 50 MB
TIME_LIMIT = 5  # seconds of processor time; the largest images take one
QUICK_MEMORY_LIMIT = 96 * 1024 * 1024  # of what most images can be decoded in: 15 million pixels
QUICK_TIME_LIMIT = 1
TRACER = trace.get_tracer("task_record")


class Decoders:
    """
    Processes that decode, `at_once` of them, each within so many bytes of address space and seconds of processor time.
    Who sends many images waits for their own: of each sender one at a time is in the line. After the first image one
    more process waits for the next, which does not wait for it to start.
    """

    def __init__(self, at_once: int, memory: int, seconds: int) -> None:
        self.places = CapacityLimiter(at_once)
        self.memory, self.seconds = memory, seconds
        self.waiting: Decoder | None = None
        self.lock = Lock()
        self.turns: WeakValueDictionary[UUID | None, asyncio.Lock] = WeakValueDictionary()

    async def inspect(self, file: BinaryIO, sender: UUID | None) -> ImageContent:
        """
        What the image is; InvalidImage when it is none, or when that takes more. It lasts as long as its process, also
        when it is cancelled.
        """
        async with self.turns.setdefault(sender, asyncio.Lock()), self.places:
            DECODED.inc(file.seek(0, os.SEEK_END))
            began = perf_counter()
            span = TRACER.start_span("decode image", attributes={"task_record.image_size": file.tell()})
            loop = asyncio.get_running_loop()
            decoding = loop.run_in_executor(None, self.decode, file)
            decoding.add_done_callback(retrieve)
            try:
                return await asyncio.shield(decoding)
            finally:
                await asyncio.wait([decoding])
                DECODING.observe(perf_counter() - began)
                span.end()
                loop.run_in_executor(None, self.make_ready)

    def decode(self, file: BinaryIO) -> ImageContent:
        """By the process that waits, or by one made now. It blocks."""
        with self.lock:
            waiting, self.waiting = self.waiting, None
        if waiting is None or not waiting.process.is_alive():
            waiting = Decoder(self.memory, self.seconds)
        return waiting.decode(file)

    def make_ready(self) -> None:
        """Start the process that waits, unless there is one. It blocks."""
        with self.lock:
            self.waiting = self.waiting or Decoder(self.memory, self.seconds)


# Most images take a tenth of a second. Who sends such waits for none that takes long, as it goes on to the others: one
# at a time of those, since it may take 200 MB, and the server beside it 150.
quick = Decoders(2, QUICK_MEMORY_LIMIT, QUICK_TIME_LIMIT)
patient = Decoders(1, MEMORY_LIMIT, TIME_LIMIT)


async def inspect(file: BinaryIO, sender: UUID | None = None) -> ImageContent:
    """
    Decode the whole image and tell what it is; InvalidImage, with the reason for a person, when it is not accepted.

    The file must be one of the operating system's: it is decoded in a process made for it, which cannot take more
    memory or time than is allowed above, and takes nothing along when it crashes. In each server
    process three are decoded at once at most, and of each `sender` one.
    """
    try:
        content = await decoded(file, sender)
    except InvalidImage:
        REFUSED.inc()
        raise
    ACCEPTED.inc()
    file.seek(0)
    return content


async def decoded(file: BinaryIO, sender: UUID | None) -> ImageContent:
    """`inspect`, by whichever decoder can."""
    try:
        return await quick.inspect(file, sender)
    except InvalidImage as error:
        if str(error) not in (TOO_COSTLY, BROKEN):  # WebP's decoder tells a lack of memory as the latter
            raise
    return await patient.inspect(file, sender)


def retrieve(decoding: asyncio.Future[ImageContent]) -> None:
    """Take notice of what became of it: nobody else does once a process is interrupted for the second time."""
    if not decoding.cancelled():
        decoding.exception()
