"""What is done with Content Credentials, once an image is decoded and described, whatever comes of it."""

from collections.abc import Sequence
from dataclasses import replace
from multiprocessing.connection import Connection
from typing import BinaryIO
from uuid import UUID

from storage.images.decoding import size_and_sha256
from storage.images.image_content import ImageContent
from storage.images.look import Asked, FurtherLook
from storage.images.marking import write_marked
from storage.provenance.assertions import Assertions
from storage.provenance.content_credentials import Signing, read_credentials, write_signed
from storage.provenance.embedded import find_packet, read_provenance, write_packet
from storage.provenance.file_provenance import FileProvenance, LabelledFile


def look_further(
    content: ImageContent, file: BinaryIO, asked: Asked, files: Sequence[BinaryIO], key: Connection
) -> FurtherLook:
    """
    Read the credentials of the image, if it has any, and mark or sign a copy, if that is asked. Who has the `key` is
    sent the bytes to sign, and sends their signature.
    """
    found = read_credentials(content.content_type, file, asked.trust) if content.has_credentials else None
    copy, source, sent = None, file, file if content.has_credentials or asked.mark else None
    try:
        if asked.mark:
            copy = marked(content.content_type, file, files, asked.mark)
            source = files[copy.target]
        elif content.labelled:
            source = files[0]
        if asked.assertions:
            targets, ingredients = files[: asked.copies], files[asked.copies :]
            signing = signing_of(asked, asked.assertions, ingredients, key)
            write_signed(content.content_type, source, targets[-1], signing, sent)
            provenance = replace(read_provenance(content.content_type, targets[-1]), is_signed=True)
            place, image_id = len(targets) - 1, UUID(asked.assertions.id).hex
            copy = LabelledFile(*size_and_sha256(targets[-1]), provenance, place, image_id)
    except Exception as error:  # c2pa-python raises what a file, a key or a certificate leads it to, and so does Pillow
        return FurtherLook(found, copy, f"{error}")
    return FurtherLook(found, copy)


def marked(content_type: str, file: BinaryIO, targets: Sequence[BinaryIO], language: str) -> LabelledFile:
    """A copy with the visible mark, in the first of the targets; with the label of the image in the second."""
    write_marked(file, targets[0], language)
    packet = find_packet(content_type, file)
    if packet and (labelled := write_packet(content_type, targets[0], packet, targets[1])):
        return replace(labelled, target=1)
    return LabelledFile(*size_and_sha256(targets[0]), FileProvenance())


def signing_of(asked: Asked, assertions: Assertions, ingredients: Sequence[BinaryIO], key: Connection) -> Signing:
    def sign(data: bytes) -> bytes:
        key.send(data)
        return key.recv_bytes()

    return Signing(assertions, ingredients, asked.certificates, asked.algorithm, sign)
