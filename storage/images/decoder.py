import os
from multiprocessing import get_context
from multiprocessing.reduction import send_handle
from typing import BinaryIO

from storage.failures import InvalidImage
from storage.images.decoding import TOO_COSTLY, ImageContent, answer

apart = get_context("forkserver")
apart.set_forkserver_preload(["storage.images.decoding"])


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
