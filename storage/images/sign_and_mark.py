"""Reads the Content Credentials of a decoded image, and makes a copy of it that is marked, labelled and signed."""

import io
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, NamedTuple, TypeVar
from uuid import UUID, uuid4

from storage.images.decode_pixels import Decoded
from storage.images.image_inspection import InspectionRequest, SignAndMarkResult
from storage.images.marking import write_marked
from storage.provenance.assertions import Assertions
from storage.provenance.byte_ranges import CHUNK_SIZE
from storage.provenance.content_credentials import Signing, read_credentials, write_signed
from storage.provenance.embedded import find_packet, write_label, write_packet
from storage.provenance.file_provenance import FileProvenance, Label, LabelledFile

T = TypeVar("T")
IN_MEMORY = 16 * 1024 * 1024
"""Bytes of an image up to which its copies are made in memory; those of larger images are made on disk."""
LARGE = 2 * 1024 * 1024
"""Bytes of a file from which on doing two things with it in parallel is faster than in turn."""
CERTIFICATE = """\
-----BEGIN CERTIFICATE-----
MIIBWzCCAQGgAwIBAgIBATAKBggqhkjOPQQDAjARMQ8wDQYDVQQKDAZOb2JvZHkw
IBcNMjYwMTAxMDAwMDAwWhgPOTk5OTEyMzEwMDAwMDBaMBExDzANBgNVBAoMBk5v
Ym9keTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABGsX0fLhLEJH+Lzm5WOkQPJ3
A32BLeszoPShOUXYmMKWT+NC4v4af5uO5+tKfA+eFivOM1drMV7Oy7ZAaDe/UfWj
SDBGMA4GA1UdDwEB/wQEAwIHgDATBgNVHSUEDDAKBggrBgEFBQcDBDAfBgNVHSME
GDAWgBS0Z6OZnrXvpnHeADLwipyeXv2g4TAKBggqhkjOPQQDAgNIADBFAiAi4SS/
umhbTv0XtW1BDqFJRFL6QsGOscGR8OvtdfFaWwIhAOYvrpaTqNLDK8+wCySeQMNN
rfkD5/1FdjllK9iAfgG4
-----END CERTIFICATE-----
"""
"""A certificate that nobody trusts: its key is the number 1."""
BASE_POINT_X = 0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of the curve P-256, whose base point is the public key of that number."""
BY_NOBODY = InspectionRequest(
    label=Label("", "", ""),
    assertions=Assertions(str(uuid4()), "", "2026-01-01T00:00:00Z"),
    certificates=CERTIFICATE,
    algorithm="ES256",
    trust=None,
    mark=None,
    medium=False,
    files=1,
)
NOT_INTACT = "the signed file is not intact: the key is not the certificate's, or the picture is damaged"


class Copy(NamedTuple):
    """A copy of an image, and the provenance that it states."""

    file: BinaryIO
    provenance: FileProvenance


def sign_as_nobody(data: bytes) -> bytes:
    """Return a signature by CERTIFICATE: ECDSA whose key and nonce are 1, which needs no import."""
    proof = (int.from_bytes(sha256(data).digest()) + BASE_POINT_X) % ORDER
    return BASE_POINT_X.to_bytes(32) + proof.to_bytes(32)


def sign_and_mark(
    image: Decoded,
    file: BinaryIO,
    request: InspectionRequest,
    files: Sequence[BinaryIO],
    sign: Callable[[bytes], bytes],
) -> SignAndMarkResult:
    """
    Read the credentials of the image, if it has any, and write the requested copy to the first of the files, signed by
    `sign`. An image that has credentials and cannot be signed is not copied.
    """
    has_credentials = image.provenance is not None and image.provenance.has_credentials
    found = read_credentials(image.content_type, file, request.trust) if has_credentials else None
    if not request.steps:
        return SignAndMarkResult(found)
    (target, *ingredients), copy, written, failure = files, None, None, None
    try:
        copy = marked(image, file, request.mark) if request.mark else labelled(image, file, request)
        if request.assertions:
            signing = Signing(request.assertions, ingredients, request.certificates, request.algorithm, sign)
            signed_copy = signed(image, file, copy, signing, is_sent=has_credentials or request.mark is not None)
            written = written_intact(image.content_type, signed_copy, target, UUID(request.assertions.id).hex)
    except Exception as error:  # c2pa-python and Pillow raise all kinds for a file, a key or a certificate
        failure = f"{error}"
    if copy and written is None and (request.mark or not has_credentials):
        written = LabelledFile(*write(copy.file, target), copy.provenance)
    return SignAndMarkResult(found, written, failure)


def written_intact(content_type: str, copy: Copy, target: BinaryIO, image_id: str) -> LabelledFile:
    """Write the signed copy to `target`. ValueError when it is not intact, as with a key of another certificate."""
    with opened_again(copy.file) as same, beside(partial(write, same, target), overlaps=is_large(copy.file)) as written:
        credentials = read_credentials(content_type, copy.file, None)
        if credentials is None or not credentials.is_intact:
            raise ValueError(NOT_INTACT)
        return LabelledFile(*written(), copy.provenance, image_id)


@contextmanager
def beside(call: Callable[[], T], *, overlaps: bool) -> Iterator[Callable[[], T]]:
    """Yield a function that returns the call's result. With `overlaps` the call runs in another thread meanwhile."""
    if not overlaps:
        yield cache(call)
        return
    with ThreadPoolExecutor(1) as thread:
        yield thread.submit(call).result


def is_large(file: BinaryIO) -> bool:
    return file.seek(0, os.SEEK_END) >= LARGE


def opened_again(file: BinaryIO) -> BinaryIO:
    """Open the same file again for reading, at its own position."""
    if isinstance(file, io.BytesIO):
        return io.BytesIO(file.getvalue())
    return Path(f"/proc/self/fd/{file.fileno()}").open("rb")


def labelled(image: Decoded, file: BinaryIO, request: InspectionRequest) -> Copy | None:
    """Return a copy with the label; None if no label is requested, or the file has no place for one."""
    if request.label is None or image.provenance is None:
        return None
    copy, signs = new_copy(file), request.assertions is not None
    said = write_label(image.content_type, file, request.label, copy, image.provenance, signs=signs)
    return Copy(copy, said) if said else None


def marked(image: Decoded, file: BinaryIO, language: str) -> Copy:
    """Return a copy with the visible mark, and with the label of the image."""
    copy = new_copy(file)
    write_marked(file, copy, language)
    if packet := find_packet(image.content_type, file):
        with_label = new_copy(file)
        if said := write_packet(image.content_type, copy, packet, with_label):
            return Copy(with_label, said)
    return Copy(copy, FileProvenance())


def signed(image: Decoded, file: BinaryIO, copy: Copy | None, signing: Signing, *, is_sent: bool) -> Copy:
    """Return a signed copy of the copy, or else of the image; `is_sent`: with the image as its parent."""
    source, said = copy or Copy(file, image.provenance or FileProvenance())
    target = new_copy(file)
    write_signed(image.content_type, source, target, signing, file if is_sent else None)
    return Copy(target, replace(said, is_signed=True))


def new_copy(file: BinaryIO) -> BinaryIO:
    return io.BytesIO() if file.seek(0, os.SEEK_END) <= IN_MEMORY else TemporaryFile()


def write(copy: BinaryIO, target: BinaryIO) -> tuple[int, str]:
    """Write the copy to `target`. Return its size in bytes and its SHA-256 in hexadecimal."""
    size, digest = 0, sha256()
    target.seek(0)
    copy.seek(0)
    while chunk := copy.read(CHUNK_SIZE):
        target.write(chunk)
        digest.update(chunk)
        size += len(chunk)
    target.truncate()  # last: closing a file that was truncated first waits until ext4 has written it to disk
    return size, digest.hexdigest()
