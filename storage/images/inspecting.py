import asyncio
import os
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import BinaryIO
from uuid import UUID
from weakref import WeakValueDictionary

from anyio import CapacityLimiter, to_thread

from storage.failures import InvalidImage
from storage.images.decoding import TOO_COSTLY, ImageContent, answer

apart = get_context("forkserver")
apart.set_forkserver_preload(["storage.images.decoding"])
# One at a time: beside it the server may take 150 MB.
limiter = CapacityLimiter(1)


turns: WeakValueDictionary[UUID | None, asyncio.Lock] = WeakValueDictionary()
"""Who sends many images waits for their own: of each sender one at a time is in the line for the decoder."""


async def inspect(file: BinaryIO, sender: UUID | None = None) -> ImageContent:
    """
    Decode the whole image and tell what it is; InvalidImage, with the reason for a person, when it is not accepted.

    The file must be one of the operating system's: it is decoded in a process made for it, which cannot take more
    memory or time than storage/images/decoding.py allows, and takes nothing along when it crashes. One image at a
    time is decoded in each server process, and of each `sender` one at a time waits for that.
    """
    async with turns.setdefault(sender, asyncio.Lock()):
        content = await to_thread.run_sync(inspect_apart, file, limiter=limiter)
    file.seek(0)
    return content


def inspect_apart(file: BinaryIO) -> ImageContent:
    """`inspect` without its queue, blocking: start the process, pass it the file, wait for its answer."""
    file.flush()
    descriptor = file.fileno()
    place = os.lseek(descriptor, 0, os.SEEK_CUR)
    ours, theirs = apart.Pipe(duplex=False)
    with ours, Connection(os.dup(descriptor), writable=False) as passed:
        process = apart.Process(target=answer, args=(passed, theirs), daemon=True)
        with theirs:
            process.start()
        try:
            answered: ImageContent | InvalidImage = ours.recv()
        except EOFError:
            answered = InvalidImage(TOO_COSTLY)
        process.join()
        process.close()
    os.lseek(descriptor, place, os.SEEK_SET)  # which both processes share, and `file` relies on
    if isinstance(answered, InvalidImage):
        raise answered
    return answered
