"""
What is done once an image is decoded and described, whatever comes of it: its Content Credentials are read, and a copy
is made of it, marked, labelled and signed.
"""

import io
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from multiprocessing.connection import Connection
from tempfile import TemporaryFile
from typing import BinaryIO, NamedTuple
from uuid import UUID, uuid4

from storage.images.decoding import CHUNK_SIZE
from storage.images.image_content import SMALLEST, ImageContent
from storage.images.look import Asked, FurtherLook
from storage.images.marking import write_marked
from storage.provenance.assertions import Assertions
from storage.provenance.content_credentials import Signing, read_credentials, write_signed
from storage.provenance.embedded import find_packet, write_label, write_packet
from storage.provenance.file_provenance import FileProvenance, LabelledFile

IN_MEMORY = 16 * 1024 * 1024
"""Bytes of an image whose copies are in memory until the last is finished; those of larger ones are on disk."""
NO_CERTIFICATE = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
"""What no signature can be made with."""


class Copy(NamedTuple):
    """A copy of an image, and what it says about where it comes from."""

    file: BinaryIO
    provenance: FileProvenance


def sign_once() -> None:
    """
    Do what a first signature needs, lest each process do it that is forked from this one. For want of a certificate,
    nothing is signed.
    """
    assertions = Assertions(str(uuid4()), "", "2026-01-01T00:00:00Z")
    signing = Signing(assertions, [], NO_CERTIFICATE, "ES256", bytes)
    with suppress(Exception):
        write_signed("image/png", io.BytesIO(SMALLEST), io.BytesIO(), signing, None)


if "c2pa" in sys.modules:  # in the process that decoders are forked from
    sign_once()


def look_further(
    content: ImageContent, file: BinaryIO, asked: Asked, files: Sequence[BinaryIO], key: Connection
) -> FurtherLook:
    """
    Read the credentials of the image, if it has any, and write the copy that is asked for to the first of the files.
    Who has the `key` is sent the bytes to sign, and sends their signature. What has credentials and cannot be signed
    stays as it was sent.
    """
    found = read_credentials(content.content_type, file, asked.trust) if content.has_credentials else None
    if not asked.steps:
        return FurtherLook(found)
    (target, *ingredients), copy, written = files, None, None
    failure, image_id = None, None
    try:
        copy = marked(content, file, asked.mark) if asked.mark else labelled(content, file, asked)
        if asked.assertions:
            signing = signing_of(asked, asked.assertions, ingredients, key)
            copy = signed(content, file, copy, signing, is_sent=content.has_credentials or asked.mark is not None)
            image_id = UUID(asked.assertions.id).hex
    except Exception as error:  # c2pa-python raises what a file, a key or a certificate leads it to, and so does Pillow
        failure = f"{error}"
    if copy and (image_id or asked.mark or not content.has_credentials):
        written = LabelledFile(*write(copy.file, target), copy.provenance, image_id)
    return FurtherLook(found, written, failure)


def labelled(content: ImageContent, file: BinaryIO, asked: Asked) -> Copy | None:
    """A copy with the label; None when none is asked for, or it has no place."""
    if asked.label is None or content.provenance is None:
        return None
    copy, signs = new_copy(content), asked.assertions is not None
    said = write_label(content.content_type, file, asked.label, copy, content.provenance, signs=signs)
    return Copy(copy, said) if said else None


def marked(content: ImageContent, file: BinaryIO, language: str) -> Copy:
    """A copy with the visible mark, and with the label of the image."""
    copy = new_copy(content)
    write_marked(file, copy, language)
    if packet := find_packet(content.content_type, file):
        with_label = new_copy(content)
        if said := write_packet(content.content_type, copy, packet, with_label):
            return Copy(with_label, said)
    return Copy(copy, FileProvenance())


def signed(content: ImageContent, file: BinaryIO, copy: Copy | None, signing: Signing, *, is_sent: bool) -> Copy:
    """The copy, or the image where there is none, signed; `is_sent`: with the image as its parent."""
    source, said = copy or Copy(file, content.provenance or FileProvenance())
    target = new_copy(content)
    write_signed(content.content_type, source, target, signing, file if is_sent else None)
    return Copy(target, replace(said, is_signed=True))


def new_copy(content: ImageContent) -> BinaryIO:
    return io.BytesIO() if content.size <= IN_MEMORY else TemporaryFile()


def write(copy: BinaryIO, target: BinaryIO) -> tuple[int, str]:
    """Write the copy to `target`. Return its size in bytes and its SHA-256 in hexadecimal."""
    size, digest = 0, sha256()
    target.seek(0)
    target.truncate()
    copy.seek(0)
    while chunk := copy.read(CHUNK_SIZE):
        target.write(chunk)
        digest.update(chunk)
        size += len(chunk)
    target.flush()
    return size, digest.hexdigest()


def signing_of(asked: Asked, assertions: Assertions, ingredients: Sequence[BinaryIO], key: Connection) -> Signing:
    def sign(data: bytes) -> bytes:
        key.send(data)
        return key.recv_bytes()

    return Signing(assertions, ingredients, asked.certificates, asked.algorithm, sign)
