import asyncio
import os
from functools import partial
from threading import Lock
from time import perf_counter
from typing import BinaryIO

from opentelemetry import trace

from storage.images.decoder_process import Decoder
from storage.images.image_content import ImageContent
from storage.images.image_inspection import ImageInspection
from storage.images.image_measures import DECODED, DECODING

MEMORY_LIMIT = 264 * 1024 * 1024  # bytes of address space; Python and the decoders take 50 MB of it
TIME_LIMIT = 5  # seconds of processor time; the largest images take one
QUICK_MEMORY_LIMIT = 96 * 1024 * 1024  # bytes, enough for most images: 15 million pixels
QUICK_TIME_LIMIT = 1  # second
TRACER = trace.get_tracer("task_record")


class Decoders:
    """
    Decodes images in child processes, each within `memory` bytes of address space and `seconds` of processor time.
    After the first image, a spare process is ready, so that the next image need not wait for one to start.
    """

    def __init__(self, memory: int, seconds: int, *, overlaps: bool = False) -> None:
        self.memory, self.seconds, self.overlaps = memory, seconds, overlaps
        self.spare: Decoder | None = None
        self.spare_lock = Lock()

    async def inspect(self, file: BinaryIO, inspection: ImageInspection | None = None) -> ImageContent:
        """
        Decode the image, as `Decoder.decode` does. Raise InvalidImage also when that takes more than the limits. When
        cancelled, it still waits for the process to answer.
        """
        DECODED.inc(file.seek(0, os.SEEK_END))
        began = perf_counter()
        span = TRACER.start_span("decode image", attributes={"task_record.image_size": file.tell()})
        loop = asyncio.get_running_loop()
        decoding = loop.run_in_executor(None, partial(self.decode, file, inspection))
        decoding.add_done_callback(retrieve_exception)
        try:
            return await asyncio.shield(decoding)
        finally:
            await asyncio.wait([decoding])
            DECODING.observe(perf_counter() - began)
            span.end()
            loop.run_in_executor(None, self.start_spare)

    def decode(self, file: BinaryIO, inspection: ImageInspection | None) -> ImageContent:
        """Decode the image in the spare process, or in a new one. It blocks."""
        with self.spare_lock:
            decoder, self.spare = self.spare, None
        if decoder is None or not decoder.process.is_alive():
            decoder = Decoder(self.memory, self.seconds, overlaps=self.overlaps)
        return decoder.decode(file, inspection)

    def start_spare(self) -> None:
        """Start the spare process if there is none. It blocks."""
        with self.spare_lock:
            self.spare = self.spare or Decoder(self.memory, self.seconds, overlaps=self.overlaps)


quick = Decoders(QUICK_MEMORY_LIMIT, QUICK_TIME_LIMIT, overlaps=True)  # what it cannot do, `patient` does
patient = Decoders(MEMORY_LIMIT, TIME_LIMIT)


def retrieve_exception(decoding: asyncio.Future[ImageContent]) -> None:
    """Retrieve the exception: asyncio would log it as never retrieved if `inspect` is cancelled a second time."""
    if not decoding.cancelled():
        decoding.exception()
