import base64
import io
import os
import resource
import signal
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.reduction import recv_handle, send_handle
from typing import BinaryIO

from storage.failures import InvalidImage
from storage.images.image_content import TOO_COSTLY, ImageContent

SMALLEST = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR42mNgYGAAAAAEAAHI6uv5AAAAAElFTkSuQmCC"
)
"""A PNG of one pixel."""
apart = get_context("forkserver")
apart.set_forkserver_preload(["storage.images.decoder", "storage.images.decoding"])


class Decoder:
    """
    A process for one image, within so many bytes of address space and seconds of processor time. It is started, which
    takes as long as decoding a small image, when this is made, and waits for its image; it ends with this process.
    """

    def __init__(self, memory: int, seconds: int) -> None:
        self.connection, theirs = apart.Pipe()
        self.process = apart.Process(target=answer, args=(theirs, memory, seconds), daemon=True)
        with theirs:
            self.process.start()

    def decode(self, file: BinaryIO) -> ImageContent:
        """What the image is, once; InvalidImage when it is none, or when that takes more. It blocks."""
        file.flush()
        descriptor = os.dup(file.fileno())
        place = os.lseek(descriptor, 0, os.SEEK_CUR)
        try:
            with self.connection:
                send_handle(self.connection, descriptor, self.process.pid)
                answered: ImageContent | InvalidImage = self.connection.recv()
        except (EOFError, ConnectionError):
            answered = InvalidImage(TOO_COSTLY)
        finally:
            self.process.join()
            self.process.close()
            os.lseek(descriptor, place, os.SEEK_SET)  # which both processes share, and `file` relies on
            os.close(descriptor)
        if isinstance(answered, InvalidImage):
            raise answered
        return answered


def answer(asking: Connection, memory: int, seconds: int) -> None:
    """
    Wait for the descriptor of a file, decode the file, and send its ImageContent, or the InvalidImage, back. The kernel
    ends the process, and nothing is sent, at so many bytes of address space, or seconds of processor time.
    """
    from storage.images.decoding import read_content  # and Pillow with it, 7 MB that no other process has a use for

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who asks; this ends when nobody does
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    read_content(io.BytesIO(SMALLEST))  # what comes with a first image is done while nobody waits
    try:
        descriptor = recv_handle(asking)
    except (EOFError, ConnectionError):
        return
    with os.fdopen(descriptor, "rb") as file:
        file.seek(0)
        try:
            asking.send(read_content(file))
        except InvalidImage as error:
            asking.send(error)
