"""Reads a ZIP archive of an export, and trusts nothing in it."""

import re
import stat
import struct
import zlib
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Annotated, BinaryIO, Self, cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from pydantic import Field, StringConstraints

from resolvers.arguments import matching
from resolvers.exports.export_tasks import MAX_IMAGES
from server.operations.importing.export_lines import ExportLines, RefusedFile, faults_at
from server.operations.importing.imported_task import Count, Digest, ImportedRecord, Instant

TASKS, MANIFEST = "tasks.ndjson", "manifest.json"
MAX_FILES, MAX_ENTRY = MAX_IMAGES + 2, 200
"""Files in an archive, and bytes of the directory for each. An export needs 150 bytes."""
IN_MEMORY = 1024**2
"""Bytes up to which an image stays in memory. A larger one is on disk."""
CHUNK = 256 * 1024
MAX_UNPACKED, MAX_RATIO = 256 * 1024**2, 200
"""
The most unpacked bytes of an archive, or, for a larger archive, their ratio to its size. The ratio of an export is 1
for images, and 30 for texts if all prompts are the same 1,000 characters.
"""
END, END_OF_64, LOCATOR = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
END_SIZE, LOCATOR_SIZE, END_OF_64_SIZE = 22, 20, 56
"""Bytes of an archive's end without a comment, and of the locator and the ZIP64 end before it in a large archive."""
BROKEN = (BadZipFile, zlib.error, EOFError, NotImplementedError, struct.error)
"""Raised by the library for an archive that is broken or unsupported."""
MANIFEST_START = re.compile(rb'(\{.*),"files":\[\n')


class ManifestCounts(ImportedRecord):
    tasks: Count
    images: Count
    missing: Count
    exported_at: Instant


class ManifestFile(ImportedRecord):
    """A file of the archive, or one that was missing at the export, with its recorded digest, if any."""

    path: Annotated[
        str,
        StringConstraints(max_length=200),
        matching(r"tasks\.ndjson|images/\d{4}-\d\d/[0-9a-f-]{36}-\w+\.[\w+-]+", "a path that an export has"),
    ]
    size: Count | None = None
    sha256: Digest | None = None
    recorded_sha256: Digest | None = None
    missing: Annotated[bool, Field(strict=True)] = False


@contextmanager
def intact() -> Iterator[None]:
    """Raise RefusedFile when the archive read in the context is broken."""
    try:
        yield
    except BROKEN as error:
        raise RefusedFile(f"It is not a complete ZIP archive: {str(error) or type(error).__name__}.") from error


class ZipExport:
    """
    An archive of an export. `with` opens it, and rejects what no export has, such as an image of more than `largest`
    bytes. Nothing is read beyond the checked sizes.
    """

    def __init__(self, path: Path, largest: int) -> None:
        self.path, self.largest = path, largest

    def __enter__(self) -> Self:
        with intact():
            check_number(self.path)
            self.zip = ZipFile(self.path)
        try:
            self.members = checked_members(self.zip)
            check_sizes(self.members.values(), self.path.stat().st_size, self.largest)
        except RefusedFile:
            self.zip.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.zip.close()

    @contextmanager
    def lines(self, name: str) -> Iterator[ExportLines]:
        with intact(), self.zip.open(name) as file:
            yield ExportLines(file, f"{name}, ")

    def read_manifest(self, add: Callable[[ManifestFile], None]) -> ManifestCounts:
        """Check and add each file of the manifest. Raise RefusedFile when no export could have written it."""
        with self.lines(MANIFEST) as manifest:
            lines = iter(manifest)
            where, first = next(lines, ("", b""))
            start = MANIFEST_START.fullmatch(first)
            if start is None:
                raise RefusedFile(f"{MANIFEST}, line 1: Expected an object with `tasks` and `images`, then `files`.")
            with faults_at(where):
                counts = ManifestCounts.model_validate_json(start[1] + b"}")
            for where, line in lines:
                if line == b"]}\n":
                    break
                with faults_at(where):
                    file = ManifestFile.model_validate_json(line.strip().removesuffix(b","))
                    self.check_file(file)
                    add(file)
            else:
                raise RefusedFile(f"{MANIFEST}: It is incomplete: the last line must be `]}}`.")
            if next(lines, None):
                raise RefusedFile(f"{MANIFEST}: Nothing may follow the last file.")
        return counts

    def check_file(self, file: ManifestFile) -> None:
        """Raise ValueError unless the archive has the file in the manifest's size, or lacks a `missing` one."""
        member = self.members.get(file.path)
        if file.missing:
            if member:
                raise ValueError(f"`missing` must be false: the archive has {file.path}")
        elif member is None or member.file_size != file.size or file.sha256 is None:
            found = f"{member.file_size:,} bytes" if member else "which is not in the archive"
            raise ValueError(f"`size` must be that of {file.path}, {found}, and `sha256` must be present")

    @contextmanager
    def image(self, path: str, digest: str) -> Iterator[BinaryIO]:
        """Yield a file with the bytes of an image. Raise RefusedFile unless the manifest has their SHA-256."""
        with SpooledTemporaryFile(IN_MEMORY) as temporary:
            found = sha256()
            with intact(), self.zip.open(path) as member:
                while chunk := member.read(CHUNK):
                    found.update(chunk)
                    temporary.write(chunk)
            if found.hexdigest() != digest:
                raise RefusedFile(f"{path}: Its SHA-256 is {found.hexdigest()}; {MANIFEST} says {digest}.")
            temporary.seek(0)
            yield cast("BinaryIO", temporary)


def checked_members(archive: ZipFile) -> dict[str, ZipInfo]:
    """Return the archive's files by name. Raise RefusedFile for two of one name, or without tasks or manifest."""
    files = archive.infolist()
    members = {file.filename: check_member(file) for file in files}
    if len(members) < len(files):
        raise RefusedFile("It has two files with the same name.")
    if not members.keys() >= {TASKS, MANIFEST}:
        raise RefusedFile(f"It has no {TASKS} or no {MANIFEST}: expected the archive of an export.")
    return members


def check_member(member: ZipInfo) -> ZipInfo:
    """Raise RefusedFile for a link, a folder, or a file that is encrypted or compressed as in no export."""
    if stat.S_ISLNK(member.external_attr >> 16) or member.is_dir():
        raise RefusedFile(f"{member.filename[:200]!r}: Expected a file, not a link or a folder.")
    if member.flag_bits & 1 or member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise RefusedFile(f"{member.filename[:200]!r}: Expected a file that is stored or deflated, not encrypted.")
    return member


def check_sizes(members: Collection[ZipInfo], archive_size: int, largest: int) -> None:
    """Raise RefusedFile for an image of more than `largest` bytes, or too many unpacked bytes."""
    for member in members:
        if member.filename not in (TASKS, MANIFEST) and member.file_size > largest:
            raise RefusedFile(
                f"{member.filename[:200]!r}: It has {member.file_size:,} bytes; an image has at most {largest:,}, by "
                "the largest `max_image_size` of a plan."
            )
    unpacked = sum(member.file_size for member in members)
    if unpacked > max(MAX_UNPACKED, MAX_RATIO * archive_size):
        most = max(members, key=lambda member: member.file_size)
        raise RefusedFile(
            f"{most.filename[:200]!r}: It unpacks to {most.file_size:,} bytes, and all files to {unpacked:,}; expected "
            f"at most {MAX_RATIO} times the {archive_size:,} of the archive."
        )


def check_number(path: Path) -> None:
    """
    Raise RefusedFile for more files than an export has, before the library reads their entries. The end must be at the
    place of an export's, since the library would also find another.
    """
    start = max(0, path.stat().st_size - END_OF_64_SIZE - LOCATOR_SIZE - END_SIZE)
    with path.open("rb") as file:
        file.seek(start)
        tail = file.read()
    before, end = tail[:-END_SIZE], tail[-END_SIZE:]
    if not end.startswith(END) or not end.endswith(b"\0\0"):
        raise BadZipFile("its end is missing, or a comment follows")
    number, size = struct.unpack("<10xHI6x", end)
    if before[-LOCATOR_SIZE:].startswith(LOCATOR):
        if not before.startswith(END_OF_64) or struct.unpack_from("<8xQ", before, END_OF_64_SIZE) != (start,):
            raise BadZipFile("its end is at another place than stated")
        number, size = struct.unpack_from("<32xQQ", before)
    if number > MAX_FILES or size > MAX_FILES * MAX_ENTRY:
        raise RefusedFile(f"It has {number:,} files; an export has at most {MAX_FILES:,}.")
