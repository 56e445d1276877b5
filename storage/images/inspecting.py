import asyncio
import os
from threading import Lock
from time import perf_counter
from typing import BinaryIO
from uuid import UUID
from weakref import WeakValueDictionary

from anyio import CapacityLimiter
from opentelemetry import trace

from storage.images.decoder import Decoder
from storage.images.image_content import BROKEN, TOO_COSTLY, ImageContent
from storage.images.image_measures import ACCEPTED, DECODED, DECODING, REFUSED
from storage.images.invalid_image import InvalidImage

MEMORY_LIMIT = 264 * 1024 * 1024  # bytes of address space, of which Python and the decoders take 50 MB
TIME_LIMIT = 5  # seconds of processor time; the largest images take one
QUICK_MEMORY_LIMIT = 96 * 1024 * 1024  # bytes, enough for most images: 15 million pixels
QUICK_TIME_LIMIT = 1  # second
TRACER = trace.get_tracer("task_record")


class Decoders:
    """
    Decodes images in child processes, up to `at_once` at a time, each within `memory` bytes of address space and
    `seconds` of processor time. Of each sender one image at a time is decoded or queued, so that who sends many waits
    only for their own. After the first image a spare process is kept, so that the next need not wait for one to start.
    """

    def __init__(self, at_once: int, memory: int, seconds: int) -> None:
        self.slots = CapacityLimiter(at_once)
        self.memory, self.seconds = memory, seconds
        self.spare: Decoder | None = None
        self.spare_lock = Lock()
        self.sender_locks: WeakValueDictionary[UUID | None, asyncio.Lock] = WeakValueDictionary()

    async def inspect(self, file: BinaryIO, sender: UUID | None) -> ImageContent:
        """
        Decode the image and describe it. Raise InvalidImage when it is no accepted image, or decoding takes more than
        the limits. When cancelled, it still waits for the process to end, which holds a slot until then.
        """
        async with self.sender_locks.setdefault(sender, asyncio.Lock()), self.slots:
            DECODED.inc(file.seek(0, os.SEEK_END))
            began = perf_counter()
            span = TRACER.start_span("decode image", attributes={"task_record.image_size": file.tell()})
            loop = asyncio.get_running_loop()
            decoding = loop.run_in_executor(None, self.decode, file)
            decoding.add_done_callback(retrieve_exception)
            try:
                return await asyncio.shield(decoding)
            finally:
                await asyncio.wait([decoding])
                DECODING.observe(perf_counter() - began)
                span.end()
                loop.run_in_executor(None, self.start_spare)

    def decode(self, file: BinaryIO) -> ImageContent:
        """Decode the image in the spare process, or in one started now. It blocks."""
        with self.spare_lock:
            decoder, self.spare = self.spare, None
        if decoder is None or not decoder.process.is_alive():
            decoder = Decoder(self.memory, self.seconds)
        return decoder.decode(file)

    def start_spare(self) -> None:
        """Start the spare process, unless there is one. It blocks."""
        with self.spare_lock:
            self.spare = self.spare or Decoder(self.memory, self.seconds)


# Most images take a tenth of a second. They never wait for one that takes long: that is given up after QUICK_TIME_LIMIT
# and handed to `patient`, which decodes one at a time, since that may take 200 MB beside the server's 150.
quick = Decoders(2, QUICK_MEMORY_LIMIT, QUICK_TIME_LIMIT)
patient = Decoders(1, MEMORY_LIMIT, TIME_LIMIT)


async def inspect(file: BinaryIO, sender: UUID | None = None) -> ImageContent:
    """
    Decode the whole image and describe it. Raise InvalidImage, with a reason that people can read, when it is not
    accepted.

    The file must have a descriptor. It is decoded in a process of its own, which cannot exceed the limits of memory and
    time above, and whose crash harms nothing else. A server process decodes at most three images at once, and one of
    each `sender`.
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
    """Decode the image within the quick limits or, where those do not suffice, within the patient ones."""
    try:
        return await quick.inspect(file, sender)
    except InvalidImage as error:
        if str(error) not in (TOO_COSTLY, BROKEN):  # WebP's decoder reports a lack of memory as a broken image
            raise
    return await patient.inspect(file, sender)


def retrieve_exception(decoding: asyncio.Future[ImageContent]) -> None:
    """
    Retrieve the future's exception, lest asyncio log it as never retrieved: nobody awaits the future any more when
    `inspect` is cancelled a second time.
    """
    if not decoding.cancelled():
        decoding.exception()
