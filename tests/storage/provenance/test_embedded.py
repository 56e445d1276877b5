"""An image is labelled without touching a pixel, and exiftool reads the label."""

import io
import json
import zlib
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from random import Random
from tempfile import TemporaryFile

import pytest
from PIL import Image
from PIL.ExifTags import IFD, Base
from PIL.PngImagePlugin import PngInfo

from resolvers.images.inspected_image import inspect
from storage.images.image_inspection import ImageInspection
from storage.provenance.embedded import read_provenance, write_label
from storage.provenance.file_provenance import FileProvenance, Label
from tests.storage.provenance.files import FILES, TITLED, by_exiftool, damaged, encoded, type_of

GENERATED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
LABEL = Label('某某公司 <&> "x"', "3f1c", GENERATED)
WRITTEN = {
    "Label": "1",
    "ContentProducer": LABEL.producer,
    "ProduceID": LABEL.produce_id,
    "ReservedCode1": "",
    "ContentPropagator": "",
    "PropagateID": "",
    "ReservedCode2": "",
}
OTHERS = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description rdf:about="" xmlns:ns0="https://example.com/" ns0:rating="5"'
    b' xmlns:T="http://www.tc260.org.cn/ns/AIGC/1.0/" xmlns:I="http://iptc.org/std/'
    b'Iptc4xmpExt/2008-02-29/" T:AIGC="{&quot;Label&quot;:&quot;1&quot;,&quot;ContentProducer&quot;:&quot;Another'
    b'&quot;,&quot;ProduceID&quot;:&quot;7&quot;}" I:DigitalSourceType="a:b"/></rdf:RDF></x:xmpmeta>'
)


def pixels(content: bytes) -> list[bytes]:
    with Image.open(io.BytesIO(content)) as image:
        frames = []
        for number in range(getattr(image, "n_frames", 1)):
            image.seek(number)
            frames.append(image.convert("RGBA").tobytes())
        return frames


def labelled(content: bytes, label: Label = LABEL) -> bytes:
    target, content_type = io.BytesIO(), type_of(content)
    said = write_label(
        content_type, io.BytesIO(content), label, target, read_provenance(content_type, io.BytesIO(content))
    )
    assert said == read_provenance(content_type, io.BytesIO(target.getvalue()))
    return target.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_a_label_is_read_by_exiftool_and_no_pixel_is_touched(name: str, tmp_path: Path) -> None:
    content = FILES[name]()
    assert read_provenance(type_of(content), io.BytesIO(content)) == FileProvenance()
    before = by_exiftool(content, tmp_path)
    described = {name: before[name] for name in before if "exiftool" not in name}
    once = labelled(content)
    for file in (once, labelled(once)):  # a file that is labelled twice has one label
        assert pixels(file) == pixels(content)
        after = by_exiftool(file, tmp_path)
        assert json.loads(after.pop("xmp-tc260:aigc")) | {"ContentPropagator": "", "PropagateID": ""} == WRITTEN
        assert after.pop("xmp-iptcext:digitalsourcetype") == GENERATED
        assert after.pop("exiftool:validate") == "OK" or before["exiftool:validate"] != "OK"
        assert {name: after[name] for name in after if "exiftool" not in name} == described
    assert read_provenance(type_of(once), io.BytesIO(once)) == FileProvenance(False, WRITTEN, GENERATED)


WRAPPED = '{"AIGC":{"Label":"1","ContentProducer":"Another","ProduceID":"7"}}'
THEIRS: dict[str, Callable[[], bytes]] = {
    "XMP": lambda: encoded("JPEG", xmp=OTHERS),
    "XMP, as the standard shows it": lambda: encoded(
        "JPEG", xmp=OTHERS.replace(b"{", b"{&quot;AIGC&quot;:{").replace(b"}", b"}}")
    ),
    "EXIF of JPEG": lambda: encoded("JPEG", exif=commented(WRAPPED)),
    "EXIF of WebP": lambda: encoded("WEBP", exif=commented(WRAPPED)),
    "a text of PNG": lambda: encoded("PNG", pnginfo=with_text("AIGC", WRAPPED)),
}


def commented(comment: str) -> Image.Exif:
    exif = Image.Exif()
    exif.get_ifd(IFD.Exif)[Base.UserComment] = b"ASCII\0\0\0" + comment.encode()
    return exif


def with_text(keyword: str, text: str) -> PngInfo:
    info = PngInfo()
    info.add_text(keyword, text)
    return info


@pytest.mark.parametrize("place", THEIRS)
async def test_a_labelled_picture_retains_its_producer(place: str) -> None:
    with TemporaryFile() as file, TemporaryFile() as target:
        file.write(THEIRS[place]())
        content = await inspect(file, inspection=ImageInspection(label=LABEL, target=target))
        target.seek(0)
        written = target.read()
    theirs = {"Label": "1", "ContentProducer": "Another", "ProduceID": "7"}
    assert content.provenance
    assert content.provenance.aigc_label == theirs
    assert content.labelled
    assert (content.labelled.size, content.labelled.sha256) == (len(written), sha256(written).hexdigest())
    assert content.labelled.provenance.digital_source_type == ("a:b" if "XMP" in place else GENERATED)
    propagated = {"ContentPropagator": LABEL.producer, "PropagateID": LABEL.produce_id}
    assert content.labelled.provenance.aigc_label == theirs | propagated


@pytest.mark.slow
@pytest.mark.parametrize("packet", [b"", b"<x", b"\xff\xfe", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', b"<a/>"])
def test_a_packet_that_cannot_be_read_is_replaced(packet: bytes, tmp_path: Path) -> None:
    assert json.loads(by_exiftool(labelled(encoded("WEBP", xmp=packet)), tmp_path)["xmp-tc260:aigc"]) == WRITTEN


def test_a_file_without_a_place_for_a_label_is_left() -> None:
    full = encoded("JPEG", xmp=TITLED.replace(b"A fox", b"A fox" * 12_980))  # of the 64 KB that a segment holds
    found = read_provenance("image/jpeg", io.BytesIO(full))
    assert write_label("image/jpeg", io.BytesIO(full), LABEL, io.BytesIO(), found) is None
    signed = encoded("PNG")
    signed = signed[:33] + b"\0\0\0\1caBXx" + zlib.crc32(b"caBXx").to_bytes(4) + signed[33:]
    found = read_provenance("image/png", io.BytesIO(signed))
    assert found.is_signed is None
    assert write_label("image/png", io.BytesIO(signed), LABEL, io.BytesIO(), found) is None


@pytest.mark.parametrize("name", FILES)
@pytest.mark.slow
def test_a_hostile_file_is_labelled_or_left(name: str) -> None:
    content = FILES[name]()
    content_type = type_of(content)
    random = Random(name)
    for _ in range(600):
        hostile = damaged(content, random)
        found = read_provenance(content_type, io.BytesIO(hostile))
        write_label(content_type, io.BytesIO(hostile), LABEL, io.BytesIO(), found)
