"""Reads and writes what an image's file says about where it comes from, without touching a pixel."""

import zlib
from collections.abc import Mapping
from types import ModuleType
from typing import Any, BinaryIO

from PIL import Image
from PIL.ExifTags import IFD, Base

from storage.provenance import avif_xmp, gif_xmp, jpeg_xmp, png_xmp, webp_xmp
from storage.provenance.byte_ranges import MAX_GROWTH, MetadataUnwritable, Source
from storage.provenance.file_provenance import FileProvenance, Label
from storage.provenance.packet import label_and_source_type, label_in, labelled

FORMATS: dict[str, ModuleType] = {
    "image/jpeg": jpeg_xmp,
    "image/png": png_xmp,
    "image/webp": webp_xmp,
    "image/gif": gif_xmp,
    "image/avif": avif_xmp,
}
CHARACTERS = b"ASCII\0\0\0"
"""What a comment of EXIF begins with that is of ASCII."""
BROKEN = (MetadataUnwritable, ValueError, LookupError, OverflowError, zlib.error)
"""What is raised where a file's metadata is not as its format asks for."""


def find_packet(content_type: str, file: BinaryIO) -> bytes | None:
    """The packet of XMP in an image of this type; None when it has none, or none that can be found."""
    try:
        packet: bytes | None = FORMATS[content_type].find(Source(file))
    except BROKEN:
        return None
    return packet


def read_provenance(content_type: str, file: BinaryIO, info: Mapping[Any, Any] | None = None) -> FileProvenance:
    """
    What the file of an image of this type says about where it comes from. `info`: what Pillow found beside the image,
    where a label may stand that is not in XMP.
    """
    try:
        is_signed = None if FORMATS[content_type].has_credentials(Source(file)) else False
    except BROKEN:
        is_signed = False
    label, source_type = label_and_source_type(find_packet(content_type, file))
    return FileProvenance(is_signed, label or label_beside_xmp(info or {}), source_type)


def label_beside_xmp(info: Mapping[Any, Any]) -> dict[str, str] | None:
    """The label in the comment of EXIF, or in a text of PNG, where annex B of TC260-PG-20259A lets it stand, too."""
    exif = Image.Exif()
    try:
        exif.load(info.get("exif", b""))
        comment = exif.get_ifd(IFD.Exif).get(Base.UserComment) or b""
        return label_in(info.get("AIGC") or comment.removeprefix(CHARACTERS).decode())
    except Exception:  # Pillow raises whatever broken metadata leads it to
        return None


def write_label(
    content_type: str, file: BinaryIO, label: Label, target: BinaryIO, found: FileProvenance, *, signs: bool = False
) -> FileProvenance | None:
    """
    Write the image, of which `found` was read, to `target`, with this label. One that has a label keeps it, and gets a
    propagator. What it says beside that, or that label, is replaced if ours could not be read with it. Return what the
    copy says; None when the file has no place for a label, or carries Content Credentials: these would be broken,
    unless who `signs` the copy makes them its parent.
    """
    if found.is_signed is None and not signs:
        return None
    for packet, theirs in (
        (find_packet(content_type, file), found.aigc_label),
        (None, found.aigc_label),
        (None, None),
    ):
        ours = label.beside(theirs)
        written = labelled(packet, ours, label.digital_source_type)
        said = write_packet(content_type, file, written, target)
        if said is None or said.aigc_label == ours:
            return said
    return None


def write_packet(content_type: str, file: BinaryIO, packet: bytes, target: BinaryIO) -> FileProvenance | None:
    """Write the image to `target`, with this packet of XMP. Return what it says; None when it has no place for one."""
    target.seek(0)
    target.truncate()
    try:
        source = Source(file)
        pieces = FORMATS[content_type].replaced(source, packet)
        if sum(map(len, pieces)) > source.size + len(packet) + MAX_GROWTH:
            return None
        for chunk in source.chunks(pieces):
            target.write(chunk)
    except BROKEN:
        return None
    return read_provenance(content_type, target)
