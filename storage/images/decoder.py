import base64
import io
import os
import resource
import signal
from contextlib import ExitStack
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.reduction import recv_handle, send_handle
from typing import BinaryIO

from storage.images.image_content import TOO_COSTLY, ImageContent
from storage.images.invalid_image import InvalidImage
from storage.provenance.file_provenance import Label

SMALLEST = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR42mNgYGAAAAAEAAHI6uv5AAAAAElFTkSuQmCC"
)
"""A PNG of one pixel."""
forkserver = get_context("forkserver")
forkserver.set_forkserver_preload(["storage.images.decoder", "storage.images.decoding"])


class Decoder:
    """
    A child process that decodes one image, within `memory` bytes of address space and `seconds` of processor time. The
    constructor starts it, which takes as long as decoding a small image; it then waits for its image. It ends with this
    process.
    """

    def __init__(self, memory: int, seconds: int) -> None:
        self.connection, child_end = forkserver.Pipe()
        self.process = forkserver.Process(target=decode_one, args=(child_end, memory, seconds), daemon=True)
        with child_end:
            self.process.start()

    def decode(
        self, file: BinaryIO, *, looks: bool = False, label: Label | None = None, target: BinaryIO | None = None
    ) -> ImageContent:
        """
        Do what `read_content` does; to be called once. Raise InvalidImage also when that takes more than the limits. It
        blocks until the process has ended, and keeps the file's position.
        """
        file.flush()
        descriptor = os.dup(file.fileno())
        position = os.lseek(descriptor, 0, os.SEEK_CUR)
        try:
            with self.connection:
                self.connection.send((looks, label))
                send_handle(self.connection, descriptor, self.process.pid)
                if label and target:
                    send_handle(self.connection, target.fileno(), self.process.pid)
                answered: ImageContent | InvalidImage = self.connection.recv()
        except (EOFError, ConnectionError):
            answered = InvalidImage(TOO_COSTLY)
        finally:
            self.process.join()
            self.process.close()
            os.lseek(descriptor, position, os.SEEK_SET)  # the processes share it, and `file` relies on it
            os.close(descriptor)
        if isinstance(answered, InvalidImage):
            raise answered
        return answered


def decode_one(connection: Connection, memory: int, seconds: int) -> None:
    """
    Wait for the descriptor of a file, decode the file, and send back its ImageContent, or the InvalidImage. This runs
    in the child process, where the kernel refuses more than `memory` bytes of address space and kills the process,
    before anything is sent, after `seconds` of processor time.
    """
    from storage.images.decoding import read_content  # imports Pillow, 7 MB that no other process needs

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent; when that ends, so does this
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    read_content(io.BytesIO(SMALLEST))  # does what a first image needs while nobody waits for it
    with ExitStack() as files:
        try:
            looks, label = connection.recv()
            file = files.enter_context(os.fdopen(recv_handle(connection), "rb"))
            target = files.enter_context(os.fdopen(recv_handle(connection), "w+b")) if label else None
        except (EOFError, ConnectionError):
            return
        file.seek(0)
        try:
            connection.send(read_content(file, looks=looks, label=label, target=target))
        except InvalidImage as error:
            connection.send(error)
