"""Each format is signed without touching a pixel, a changed byte is detected, and a hostile file does no harm."""

import io
import json
import resource
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from random import Random
from uuid import uuid4

import pytest
from PIL import Image

from storage.images.decode_pixels import FORMATS
from storage.images.image_content import SMALLEST
from storage.images.sign_and_mark import CERTIFICATE, sign_as_nobody
from storage.provenance.assertions import Assertions
from storage.provenance.content_credentials import Signing, read_credentials, write_signed
from storage.provenance.embedded import read_provenance
from storage.provenance.file_provenance import Label
from storage.provenance.signing_key import SigningKey, read_signing_key
from tests.storage.provenance.authority import Authority
from tests.storage.provenance.files import by_exiftool, damaged, encoded, with_label

pytestmark = pytest.mark.slow

GENERATED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
NOW = "2026-11-29T12:00:00Z"
MEMORY = 512 * 1024 * 1024
"""Bytes of address space for the process that reads hostile files."""
VARIANTS = 120
"""Hostile files of each format."""


def new_key(folder: Path) -> SigningKey:
    pair = Authority(folder).issue()
    return read_signing_key(pair.certificates, pair.key)


def signed(content_type: str, content: bytes, key: SigningKey, *, is_sent: bool = False) -> bytes:
    """Return the signed file; `is_sent`: like a provider's file, with its credentials."""
    file, target = io.BytesIO(content), io.BytesIO()
    assertions = Assertions(str(uuid4()), GENERATED, NOW, "flux-1")
    signing = Signing(assertions, [], key.certificates, key.algorithm, key.sign)
    write_signed(content_type, file, target, signing, file if is_sent else None)
    return target.getvalue()


@pytest.mark.parametrize("image_format", FORMATS)
def test_a_signed_file_has_its_label_and_a_changed_byte_is_detected(image_format: str, tmp_path: Path) -> None:
    content_type, content, key = f"image/{image_format.lower()}", encoded(image_format), new_key(tmp_path)
    file = signed(content_type, with_label(content, Label("某某公司", "7", GENERATED)), key)
    with Image.open(io.BytesIO(content)) as before, Image.open(io.BytesIO(file)) as after:
        assert before.convert("RGBA").tobytes() == after.convert("RGBA").tobytes()
    assert json.loads(by_exiftool(file, tmp_path)["xmp-tc260:aigc"])["ProduceID"] == "7"
    found = read_credentials(content_type, io.BytesIO(file), None)
    assert found
    assert (found.is_intact, found.is_trusted, found.signer) == (True, False, "Example Studio")
    again = read_credentials(content_type, io.BytesIO(signed(content_type, file, key, is_sent=True)), None)
    assert again
    assert again.is_intact
    for place in (len(content) // 2, len(content) * 3 // 4):  # of the picture, which is somewhere in the file
        changed = bytearray(file)
        changed[file.index(content[place : place + 16])] ^= 1
        seen = read_credentials(content_type, io.BytesIO(changed), None)
        assert seen
        assert not seen.is_intact


def test_the_signature_of_nobody_is_valid() -> None:
    """A process signs with it before decoders are forked from it."""
    file, signing = io.BytesIO(), Signing(Assertions(str(uuid4()), "", NOW), [], CERTIFICATE, "ES256", sign_as_nobody)
    write_signed("image/png", io.BytesIO(SMALLEST), file, signing, None)
    found = read_credentials("image/png", file, None)
    assert found
    assert (found.is_intact, found.signer) == (True, "Nobody")


def test_hostile_files_harm_nothing(tmp_path: Path) -> None:
    code = f"from tests.storage.provenance.test_content_credentials import hostile; hostile({str(tmp_path)!r})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.split()) == (0, [str(VARIANTS)] * len(FORMATS)), done.stderr[-2000:]


def hostile(folder: str) -> None:
    """Read hostile files, and sign them, each format in turn; in a process of its own, which a crash would end."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    key, random = new_key(Path(folder)), Random(1)
    for image_format in FORMATS:
        content_type, done = f"image/{image_format.lower()}", 0
        content = signed(content_type, encoded(image_format), key)
        for _ in range(VARIANTS):
            file = damaged(content, random)
            read_provenance(content_type, io.BytesIO(file))
            read_credentials(content_type, io.BytesIO(file), None)
            with suppress(Exception):  # it cannot be signed, and the process goes on
                signed(content_type, file, key, is_sent=True)
            done += 1
        sys.stdout.write(f"{done}\n")
