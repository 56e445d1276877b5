"""
Decodes an image in a child process. A hostile picture may have taken that process over, so its answers are read only as
plain values of a few classes, and of limited size.
"""

import io
import os
import pickle
import resource
import signal
import sys
from contextlib import ExitStack, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.reduction import recv_handle, send_handle
from typing import Any, BinaryIO

from storage.images.image_content import TOO_COSTLY, ImageContent, InvalidImage
from storage.images.image_inspection import ImageInspection, InspectionRequest, SignAndMarkResult, with_result
from storage.provenance.file_provenance import ContentCredentials, FileProvenance, LabelledFile

LIBRARY_MEMORY = 48 * 1024 * 1024
"""Bytes of address space that c2pa-python takes."""
FURTHER_MEMORY = 64 * 1024 * 1024
"""Additional bytes of address space once the image is decoded: the library reads a whole file."""
MAX_SIGNATURES = 2
"""For one image: with its ingredients, and once more without them."""
QUIET_SECONDS = 0.03
"""How long a process waits for its image before it rehearses, while the images just decoded are being stored."""
PRELOADED = ["storage.images.large_pages", "storage.images.decoder_process", "storage.images.describe_image"]
"""Modules that a decoder needs. To load them for each image would take 35 ms of processor time."""
MAX_ANSWER = 4 * 1024 * 1024
"""Bytes, most of them a thumbnail's."""
LONGEST_ANSWER = 60.0
"""Seconds. Its processor time is limited to a tenth of that, but a stopped process takes none."""
CLASSES = {
    (one.__module__, one.__name__): one
    for one in (ImageContent, InvalidImage, SignAndMarkResult, LabelledFile, FileProvenance, ContentCredentials)
}
forkserver = get_context("forkserver")
forkserver.set_forkserver_preload(PRELOADED)


def preload_credentials() -> None:
    """Load c2pa-python before decoders start, which saves each a tenth of a second. Call it before the first starts."""
    forkserver.set_forkserver_preload([PRELOADED[0], "c2pa", *PRELOADED[1:]])


class Answers(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """Return the class, if answers consist of it. UnpicklingError for any other."""
        try:
            return CLASSES[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"{module}.{name} cannot be part of an answer") from None


def answer_from(connection: Connection) -> object:
    """
    Return the next answer. EOFError if the process has ended, is silent for LONGEST_ANSWER, or sends something else.
    """
    if not connection.poll(LONGEST_ANSWER):
        raise EOFError
    try:
        return Answers(io.BytesIO(connection.recv_bytes(MAX_ANSWER))).load()
    except (EOFError, ConnectionError):
        raise
    except Exception as error:  # a forged answer may raise anything
        raise EOFError from error


class Decoder:
    """
    A child process that decodes one image, within `memory` bytes of address space and `seconds` of processor time. The
    constructor starts it, which takes as long as decoding a small image. It waits for its image, and ends with this
    process. `overlaps`: it makes a copy while it describes the image, so a crash of the former leaves no description.
    """

    def __init__(self, memory: int, seconds: int, *, overlaps: bool = False) -> None:
        self.connection, child_end = forkserver.Pipe()
        self.process = forkserver.Process(target=decode_one, args=(child_end, memory, seconds, overlaps), daemon=True)
        with child_end:
            self.process.start()

    def decode(self, file: BinaryIO, inspection: ImageInspection | None = None) -> ImageContent:
        """
        Decode the image and inspect it as requested; call it once. Raise InvalidImage, as `read_content` does, and when
        that takes more than the limits. It blocks until the process has answered, and restores the file's position.
        """
        file.flush()
        position = os.lseek(file.fileno(), 0, os.SEEK_CUR)
        request = inspection and inspection.request
        with self.connection:
            try:
                self.connection.send(request)
                for one in (file, *(inspection.files if inspection else ())):
                    send_handle(self.connection, one.fileno(), self.process.pid)
                answered = answer_from(self.connection)
                if (
                    inspection
                    and request
                    and isinstance(answered, ImageContent)
                    and request.goes_further(answered.provenance)
                ):
                    answered = with_result(answered, self.sign_and_mark(inspection))
            except (EOFError, ConnectionError):
                answered = InvalidImage(TOO_COSTLY)
            finally:
                self.process.kill()  # without waiting for its end, which takes a tenth of the time of a small image
                del self.process  # it has open pipes, and a raised error would refer to it
        os.lseek(file.fileno(), position, os.SEEK_SET)  # the process shares it, and `file` relies on it
        if isinstance(answered, ImageContent):
            return answered
        raise answered if isinstance(answered, InvalidImage) else InvalidImage(TOO_COSTLY)

    def sign_and_mark(self, inspection: ImageInspection) -> SignAndMarkResult:
        """Return the result of the further inspection, for which the process receives signatures, but not the key."""
        try:
            for _ in range(MAX_SIGNATURES):
                answered = answer_from(self.connection)
                if not isinstance(answered, bytes) or inspection.key is None:
                    break
                self.connection.send_bytes(inspection.key.sign(answered))
            else:
                answered = answer_from(self.connection)
        except (EOFError, ConnectionError):
            answered = None
        if isinstance(answered, SignAndMarkResult):
            return answered
        return SignAndMarkResult(failure=TOO_COSTLY if inspection.steps else None)


def decode_one(connection: Connection, memory: int, seconds: int, overlaps: bool) -> None:
    """
    Wait for the descriptor of a file, decode the file, and send back its ImageContent, or the InvalidImage, and then a
    SignAndMarkResult if one is requested. This runs in the child process. The kernel refuses it more than `memory`
    bytes of address space, and kills it after `seconds` of processor time.
    """
    from storage.images.describe_image import answer, rehearse  # imports Pillow, 7 MB that no other process needs

    if "c2pa" in sys.modules:
        memory += LIBRARY_MEMORY
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, with which this process ends
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory + FURTHER_MEMORY))
    if not connection.poll(QUIET_SECONDS):
        rehearse()
    with ExitStack() as files, suppress(EOFError, ConnectionError):
        request: InspectionRequest | None = connection.recv()
        file, *others = [
            files.enter_context(os.fdopen(recv_handle(connection), "rb" if number == 0 else "r+b"))
            for number in range(1 + (request.files if request else 0))
        ]
        answer(connection, file, request, others, overlaps=overlaps)
        connection.recv_bytes()  # until it is killed: closing the files would move the positions that it shares
