import os
import resource
import signal
import sys
from contextlib import ExitStack, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.reduction import recv_handle, send_handle
from typing import BinaryIO

from storage.images.decoder_answers import answer_from
from storage.images.image_content import TOO_COSTLY, ImageContent, InvalidImage
from storage.images.image_inspection import ImageInspection, InspectionRequest, SignAndMarkResult, with_result

LIBRARY_MEMORY = 48 * 1024 * 1024
"""Bytes of address space that c2pa-python takes."""
FURTHER_MEMORY = 64 * 1024 * 1024
"""Bytes of address space beside, once the image is decoded: it reads a file whole."""
MAX_SIGNATURES = 2
"""For one image: with its ingredients, and once more without them."""
QUIET_SECONDS = 0.03
"""How long a process waits for its image before it rehearses: those that were just decoded are being stored."""
PRELOADED = ["storage.images.large_pages", "storage.images.decoder_process", "storage.images.describe_image"]
"""All that a decoder needs, which it would take 35 ms of processor time to load for each image."""
forkserver = get_context("forkserver")
forkserver.set_forkserver_preload(PRELOADED)


def preload_credentials() -> None:
    """Have decoders begin with c2pa-python loaded, which takes a tenth of a second. To be called before the first."""
    forkserver.set_forkserver_preload([PRELOADED[0], "c2pa", *PRELOADED[1:]])


class Decoder:
    """
    A child process that decodes one image, within `memory` bytes of address space and `seconds` of processor time. The
    constructor starts it, which takes as long as decoding a small image; it then waits for its image. It ends with this
    process. `overlaps`: a copy is made while the image is described, so there is no answer if that takes it down.
    """

    def __init__(self, memory: int, seconds: int, *, overlaps: bool = False) -> None:
        self.connection, child_end = forkserver.Pipe()
        self.process = forkserver.Process(target=decode_one, args=(child_end, memory, seconds, overlaps), daemon=True)
        with child_end:
            self.process.start()

    def decode(self, file: BinaryIO, inspection: ImageInspection | None = None) -> ImageContent:
        """
        Decode the image and inspect it as asked; to be called once. Raise InvalidImage, as `read_content` does, and
        when that takes more than the limits. It blocks until the process has answered, and keeps the file's position.
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
                self.process.kill()  # nobody waits for its end, which takes a tenth of the time of a small image
                del self.process  # which holds pipes: an error that is raised would keep it
        os.lseek(file.fileno(), position, os.SEEK_SET)  # the process shares it, and `file` relies on it
        if isinstance(answered, ImageContent):
            return answered
        raise answered if isinstance(answered, InvalidImage) else InvalidImage(TOO_COSTLY)

    def sign_and_mark(self, inspection: ImageInspection) -> SignAndMarkResult:
        """What the process finds out after the image is decoded, for which it is given signatures, but not the key."""
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
    Wait for the descriptor of a file, decode the file, and send back its ImageContent, or the InvalidImage; then, where
    that is asked for, a SignAndMarkResult. This runs in the child process, where the kernel refuses more than `memory`
    bytes of address space, and kills the process after `seconds` of processor time.
    """
    from storage.images.describe_image import answer, rehearse  # imports Pillow, 7 MB that no other process needs

    if "c2pa" in sys.modules:
        memory += LIBRARY_MEMORY
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent; when that ends, so does this
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
        connection.recv_bytes()  # until it is killed: to close the files would move the positions that it shares
