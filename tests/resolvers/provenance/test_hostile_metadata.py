"""Metadata that are made to harm: what is stored is hardly larger than what came, has our label, and took no second."""

import io
from collections import deque
from collections.abc import Callable
from functools import cache
from tempfile import TemporaryFile

import pytest

from storage.images.decoders import MEMORY_LIMIT, QUICK_TIME_LIMIT, Decoders
from storage.images.image_content import ImageContent, InvalidImage
from storage.images.image_inspection import ImageInspection
from storage.provenance.byte_ranges import MAX_GROWTH
from storage.provenance.embedded import read_provenance
from storage.provenance.file_provenance import Label
from storage.provenance.jpeg_xmp import MAX_XMP
from tests.api import Client
from tests.application import Application
from tests.pictures import data_url
from tests.resolvers.provenance.labelled import GENERATED, PRODUCER, VERIFY, completed, fetched
from tests.storage.provenance.files import type_of
from tests.storage.provenance.hostile_metadata import (
    FORMATS,
    PACKETS,
    TURNED,
    of_many_extents,
    of_repeated_parts,
    with_exif,
)

BOUND = 3 * MAX_GROWTH
"""Bytes by which what is stored may be larger than what was sent: a packet is unpacked, labelled, and put in place."""


@pytest.fixture
def application(labelling: Application) -> Application:
    return labelling


def has_place(image_format: str, packet: bytes) -> bool:
    """Whether a packet has a place in a file of this format."""
    if image_format == "GIF":
        return b"\0" not in packet
    return image_format != "JPEG" or len(packet) <= MAX_XMP


@cache
def packets() -> dict[str, dict[str, bytes]]:
    """Packets for each format: the formats take turns, and each packet is in two of those that have a place for it."""
    formats, chosen = deque(FORMATS), {image_format: dict[str, bytes]() for image_format in FORMATS}
    for name, make in PACKETS.items():
        packet = make()
        for one in [one for one in formats if has_place(one, packet)][:2]:
            chosen[one][name] = packet
        formats.rotate()
    return chosen


async def stored(user: Client, sent: bytes) -> bytes:
    """Return the stored file of a result, after comparing it with what the API says."""
    [result] = (await completed(user, {"dataUrl": data_url(sent, type_of(sent))}))["images"]
    kept = await fetched(result["url"])
    assert len(kept) == result["size"]
    said = read_provenance(type_of(kept), io.BytesIO(kept))
    assert result["provenance"]["aigcLabel"] == said.aigc_label
    return kept


def is_labelled(content: bytes) -> bool:
    label = read_provenance(type_of(content), io.BytesIO(content)).aigc_label or {}
    return PRODUCER in (label.get("ContentProducer"), label.get("ContentPropagator"))


async def test_entities_in_another_encoding_are_not_read(user: Client) -> None:
    sent = FORMATS["WebP"](PACKETS["entities in UTF-16, marked as big-endian"]())
    seen = (await user.data(VERIFY, image={"dataUrl": data_url(sent, "image/webp")}))["verifyImage"]
    assert seen["provenance"] == {"isSigned": False, "aigcLabel": None, "digitalSourceType": None}
    kept = await stored(user, sent)
    assert len(kept) <= len(sent) + BOUND
    assert is_labelled(kept)


@pytest.mark.slow
@pytest.mark.parametrize("image_format", FORMATS)
async def test_stored_files_are_hardly_larger_and_have_our_label(user: Client, image_format: str) -> None:
    for name, packet in packets()[image_format].items():
        sent = FORMATS[image_format](packet)
        kept = await stored(user, sent)
        before = len(packet) if image_format == "AVIF" else 0  # its bytes stay in the file
        assert len(kept) <= len(sent) + before + BOUND, name
        assert is_labelled(kept), name


@pytest.mark.slow
@pytest.mark.parametrize("make", [of_repeated_parts, of_many_extents])
async def test_places_in_an_avif_make_it_hardly_larger(user: Client, make: Callable[[], bytes]) -> None:
    sent = make()
    kept = await stored(user, sent)
    assert len(kept) <= len(sent) + BOUND
    assert is_labelled(kept) or kept == sent  # which has no place for a label


async def looked_at(content: bytes) -> ImageContent:
    """What a decoder finds that has the time of a quick one: the kernel ends it after a second of processor time."""
    with TemporaryFile() as file, TemporaryFile() as target:
        file.write(content)
        look = ImageInspection(label=Label(PRODUCER, "1" * 32, GENERATED), target=target)
        return await Decoders(MEMORY_LIMIT, QUICK_TIME_LIMIT).inspect(file, look)


@pytest.mark.slow
@pytest.mark.parametrize("name", PACKETS)
async def test_hostile_metadata_take_less_than_a_second(name: str) -> None:
    for image_format in ("PNG", "PNG, compressed"):
        content = await looked_at(FORMATS[image_format](PACKETS[name]()))
        assert content.labelled
        assert content.labelled.provenance.aigc_label


@pytest.mark.slow
async def test_exif_takes_less_than_a_second() -> None:
    content = await looked_at(with_exif())
    assert content.labelled
    assert content.labelled.provenance.aigc_label
    with pytest.raises(InvalidImage, match="too many parts in addition to its pixels"):
        await looked_at(with_exif(TURNED))
