"""Reads and writes the provenance in an image's file, without changing a pixel."""

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
"""
In each module `find` returns the packet of XMP in the file, or None; `replaced` returns the pieces of the file with
another packet. `has_credentials` is whether the file has a manifest of C2PA.
"""
CHARACTERS = b"ASCII\0\0\0"
"""The beginning of a comment of EXIF in ASCII."""
BROKEN = (MetadataUnwritable, ValueError, LookupError, OverflowError, zlib.error)
"""The exceptions that metadata raises if it is not as its format requires."""


def find_packet(content_type: str, file: BinaryIO) -> bytes | None:
    """Return the packet of XMP in an image of this type; None if it has none that can be read."""
    try:
        packet: bytes | None = FORMATS[content_type].find(Source(file))
    except BROKEN:
        return None
    return packet


def read_provenance(content_type: str, file: BinaryIO, info: Mapping[Any, Any] | None = None) -> FileProvenance:
    """
    Return the provenance that an image of this type states. `info`: the metadata that Pillow found, in which a label
    may be that is not in XMP.
    """
    try:
        is_signed = None if FORMATS[content_type].has_credentials(Source(file)) else False
    except BROKEN:
        is_signed = False
    label, source_type = label_and_source_type(find_packet(content_type, file))
    return FileProvenance(is_signed, label or label_beside_xmp(info or {}), source_type)


def label_beside_xmp(info: Mapping[Any, Any]) -> dict[str, str] | None:
    """Return the label in the comment of EXIF, or in a text of PNG, which annex B of TC260-PG-20259A also allows."""
    exif = Image.Exif()
    try:
        exif.load(info.get("exif", b""))
        comment = exif.get_ifd(IFD.Exif).get(Base.UserComment) or b""
        return label_in(info.get("AIGC") or comment.removeprefix(CHARACTERS).decode())
    except Exception:  # Pillow raises all kinds for broken metadata
        return None


def write_label(
    content_type: str, file: BinaryIO, label: Label, target: BinaryIO, found: FileProvenance, *, signs: bool = False
) -> FileProvenance | None:
    """
    Write the image, whose provenance is `found`, to `target` with this label, and return the copy's provenance. An
    existing label remains, and gets a propagator. Other metadata, or that label, is replaced if ours could not be read
    with it.

    Return None if the file has no place for a label. Also if it has Content Credentials, which the label would break,
    unless the caller `signs` the copy with them as its parent.
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
    """Write the image to `target` with this packet of XMP. Return its provenance; None if it has no place for one."""
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
