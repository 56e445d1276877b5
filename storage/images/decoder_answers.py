"""
Reads what a process that decodes images answers. A picture may have taken that process over, so nothing is made of its
answers but plain values of a few classes, and no more than one image can need.
"""

import io
import pickle
from multiprocessing.connection import Connection
from typing import Any

from storage.images.image_content import ImageContent, InvalidImage
from storage.images.image_inspection import SignAndMarkResult
from storage.provenance.file_provenance import ContentCredentials, FileProvenance, LabelledFile

MAX_ANSWER = 4 * 1024 * 1024
"""Bytes, of which a thumbnail is most."""
LONGEST_ANSWER = 60.0
"""Seconds. Its processor time is limited to a tenth of that, but a process that is stopped takes none."""
CLASSES = {
    (one.__module__, one.__name__): one
    for one in (ImageContent, InvalidImage, SignAndMarkResult, LabelledFile, FileProvenance, ContentCredentials)
}


class Answers(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """The class, if it is one of those that an answer consists of. UnpicklingError for any other name."""
        try:
            return CLASSES[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"{module}.{name} is no part of an answer") from None


def answer_from(connection: Connection) -> object:
    """
    The next answer. EOFError when the process has ended, or does not answer within LONGEST_ANSWER, and also when what
    it sends is none: a process that decodes sends no such thing.
    """
    if not connection.poll(LONGEST_ANSWER):
        raise EOFError
    try:
        return Answers(io.BytesIO(connection.recv_bytes(MAX_ANSWER))).load()
    except (EOFError, ConnectionError):
        raise
    except Exception as error:  # whatever a forged answer leads to
        raise EOFError from error
