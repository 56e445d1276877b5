"""An archive that is not as an export writes it changes nothing, and one line says where, and what was expected."""

import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.api import Client
from tests.pictures import data_url, picture
from tests.server.operations.importing.archives import Files, manifest_of, with_line, with_manifest
from tests.server.operations.importing.elsewhere import Elsewhere, files_of, packed, refusal, saved
from tests.server.operations.importing.own_files import filled

PICTURE = picture()
LARGEST = 50 * 1024**2 + 2 * 1024**2
"""Bytes of an image, by the plans that are built in."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "tasks.zip"


@pytest.fixture
async def files(user: Client, tmp_path: Path) -> Files:
    """The files in the archive of a task with an original and a result."""
    task = await user.task("createTask", prompt="a fox", originalImage={"dataUrl": data_url(PICTURE)})
    await user.task("completeTask", id=task["id"], image={"dataUrl": data_url(picture(seed=1))})
    return files_of(await saved(user, "ZIP", tmp_path / "whole.zip"))


def image_name(files: Files) -> str:
    return next(name for name in files if name.endswith("-1.png"))


def with_image(files: Files, content: bytes) -> Files:
    """Return the files with another result, which the task does not describe."""
    name = image_name(files)
    return with_manifest(with_line(files, images=[{"file": name}]), {name: content})


@pytest.mark.slow
async def test_files_that_are_not_images_are_refused(elsewhere: Elsewhere, files: Files, path: Path) -> None:
    name = image_name(files)
    for content, expected in (
        (b"", "This is not an image"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "This is not an image"),
        (PICTURE[:-20], "The image is broken or incomplete"),
        (b"GIF89a" + struct.pack("<HH", 65_535, 65_535) + bytes(20), ""),
        (bomb(), "The image"),
    ):
        told = await refusal(elsewhere, packed(path, with_image(files, content)))
        assert told.startswith(f"{name}: {expected}"), told


def bomb() -> bytes:
    """A PNG of a few kilobytes that has 20,000 times 20,000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 20_000, 20_000, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(50_000_000)))
        + chunk(b"IEND", b"")
    )


@pytest.mark.slow
async def test_a_manifest_that_lies_is_refused(elsewhere: Elsewhere, files: Files, path: Path) -> None:
    name, other = image_name(files), next(name for name in files if "original" in name)
    manifest = json.loads(files["manifest.json"])

    def lying(number: int = 0, **changes: Any) -> Files:
        copy = json.loads(files["manifest.json"])
        copy["files"][number] |= changes
        return files | {"manifest.json": manifest_of(copy)}

    listed = [one["path"] for one in manifest["files"]]
    result = listed.index(name)
    missing = {one: content for one, content in files.items() if one != name}
    for changed, expected in (
        (files | {name: PICTURE}, "manifest.json, line 4: `size` must be that of"),
        (files | {name: bytes(len(files[name]))}, f"{name}: Its SHA-256 is "),
        (lying(sha256="0" * 64), "tasks.ndjson: Its size and SHA-256 must be those in manifest.json"),
        (lying(result, sha256="0" * 64), "line 1: `sha256` must be that of"),
        (lying(result, size=5), "manifest.json, line 4: `size` must be that of"),
        (lying(result, path=other), "manifest.json, line 4: "),
        (lying(result, path="images/../../etc/passwd"), "manifest.json, line 4: path: Must be a path that an export"),
        (lying(result, path=f"images/2026-01/{uuid4()}-1.png"), "manifest.json, line 4: `size` must be that of"),
        (lying(result, missing=True), "manifest.json, line 4: `missing` must be false"),
        (lying(result, mode="0777"), "manifest.json, line 4: mode: No field of this name is known"),
        (missing, "manifest.json, line 4: `size` must be that of"),
        (files | {"manifest.json": b"{}"}, "manifest.json, line 1: Expected an object with `tasks`"),
        (files | {"manifest.json": files["manifest.json"][:-4]}, "manifest.json: It is incomplete"),
        (files | {"manifest.json": files["manifest.json"] + b"x"}, "manifest.json: Nothing may follow the last file"),
        (files | {"extra.txt": b"x"}, "'extra.txt': Expected an image of a task"),
        (files | {"../evil.png": PICTURE}, "'../evil.png': Expected an image of a task"),
        (with_line(files, images=[]), f"'{name}': Expected an image of a task"),
        (with_line(files, images=[{"file": "images/x.png"}]), "line 1: `file` must be one of manifest.json"),
        (with_line(files, images=[{"file": other}]), "line 1: `file` must not be that of another image"),
        (
            with_line(files, images=[{"url": "javascript:alert(1)"}]),
            "line 1: An image of an archive must have a `file`",
        ),
        ({"tasks.ndjson": files["tasks.ndjson"]}, "It has no tasks.ndjson or no manifest.json"),
        (
            files | {"manifest.json": manifest_of(manifest | {"tasks": 2})},
            "manifest.json, line 1: `tasks`, `images` and",
        ),
    ):
        told = await refusal(elsewhere, packed(path, changed))
        assert told.startswith((expected, f"tasks.ndjson, {expected}")), (told, expected)


@pytest.mark.slow
async def test_an_archive_that_no_export_writes_is_refused(elsewhere: Elsewhere, files: Files, path: Path) -> None:
    whole = packed(path, files).read_bytes()
    name = image_name(files)
    encrypted = bytearray(whole)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        encrypted[whole.index(signature) + offset] |= 1
    end = whole.rindex(b"PK\x05\x06")
    many = b"\xff\xff" + struct.pack("<I", 2**32 - 1) + whole[end + 16 :]
    few, more = (struct.pack("<4sQ2H2I4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, n, n, n, 0) for n in (1, 2**40))
    at_few, at_more = (struct.pack("<4sIQI", b"PK\x06\x07", 0, end + n * len(few), 1) for n in (0, 1))
    for content, expected in (
        (whole[:-30], "It is not a complete ZIP archive"),
        (whole[: len(whole) // 2], "It is not a complete ZIP archive"),
        (b"PK\x03\x04", "It is not a complete ZIP archive"),
        (b"PK\x05\x06" + bytes(18), "It has no tasks.ndjson"),
        (bytes(encrypted), "'tasks.ndjson': Expected a file that is stored or deflated, not encrypted"),
        (whole[: end + 10] + many, "It has 65,535 files; an export has at most 200,002"),
        (whole[: end + 4] + b"PK\x05\x06\0\0" + many, "It has 65,535 files"),
        (
            whole[:end] + few + more + at_few + whole[end:],
            "It is not a complete ZIP archive: its end is at another place than stated",
        ),
        (whole[:end] + few + more + at_more + whole[end:], "It has 1,099,511,627,776 files"),
        (whole.replace(name.encode(), name.replace("-1.png", "-2.png").encode(), 1), ""),
    ):
        assert (await refusal(elsewhere, filled(path, content))).startswith(expected)
    with zipfile.ZipFile(path, "w") as archive:
        for one, content in files.items():
            archive.writestr(one, content)
        link = zipfile.ZipInfo("images/link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert await refusal(elsewhere, path) == "'images/link': Expected a file, not a link or a folder."


@pytest.mark.slow
async def test_a_line_that_unpacks_to_much_is_refused(elsewhere: Elsewhere, files: Files, path: Path) -> None:
    zeros = b" " * 50_000_000
    told = await refusal(elsewhere, packed(path, with_manifest(files, {"tasks.ndjson": zeros})))
    assert told == "tasks.ndjson, line 1: It is longer than 1,048,576 bytes. A line is one JSON object."


def repacked(path: Path, files: Files, change: Callable[[list[zipfile.ZipInfo]], None], how: int = 0) -> Path:
    """Write an archive of the files, in whose directory something was changed."""
    with zipfile.ZipFile(path, "w", how or zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        change(archive.filelist)
    return path


async def refusal_and_bytes(elsewhere: Elsewhere, path: Path) -> tuple[str, int]:
    """What the import is refused for, and how many bytes it has written, to the disk or elsewhere."""
    before = written()
    told = await refusal(elsewhere, path)
    return told, written() - before


def written() -> int:
    """Bytes that this process has written so far."""
    return int(re.findall(r"wchar: (\d+)", Path("/proc/self/io").read_text(encoding="ascii"))[0])


@pytest.mark.slow
async def test_an_image_that_unpacks_to_more_than_any_image_is_not_unpacked(
    elsewhere: Elsewhere, files: Files, path: Path
) -> None:
    name, large = image_name(files), LARGEST + 1
    told, size = await refusal_and_bytes(elsewhere, packed(path, with_image(files, bytes(large))))
    assert told == (
        f"'{name}': It has {large:,} bytes; an image has at most {LARGEST:,}, by the largest `max_image_size` of a "
        "plan."
    )
    assert size < 1_000_000


@pytest.mark.slow
@pytest.mark.parametrize("which", ["tasks.ndjson", "manifest.json", "images"])
async def test_an_archive_that_unpacks_to_far_more_than_it_is_is_refused(
    elsewhere: Elsewhere, files: Files, path: Path, which: str
) -> None:
    """Such as one of Fifield's, whose files share their bytes: each has the size of regular ones."""
    many = 8 if which == "images" else 0

    def inflated(members: list[zipfile.ZipInfo]) -> None:
        for member in members:
            if member.filename.startswith(which):
                member.file_size = 50_000_000 if many else 300_000_000

    more = files | {f"images/2026-01/{uuid4()}-1.png": PICTURE for _ in range(many)}
    told, size = await refusal_and_bytes(elsewhere, repacked(path, more, inflated))
    assert told.startswith(f"'{which}")
    assert re.search(r"expected at most 200 times the \d?\d,\d{3} of the archive\.$", told)
    assert size < 1_000_000


@pytest.mark.slow
async def test_no_more_of_a_file_is_read_than_its_stated_size(elsewhere: Elsewhere, files: Files, path: Path) -> None:
    """Its directory says 5,000 bytes, as does the manifest; they unpack to 60,000,000."""
    name, zeros = image_name(files), bytes(60_000_000)

    def smaller(members: list[zipfile.ZipInfo]) -> None:
        next(member for member in members if member.filename == name).file_size = 5_000

    lying = with_image(files, bytes(5_000)) | {name: zeros}
    told, size = await refusal_and_bytes(elsewhere, repacked(path, lying, smaller))
    assert told == f"It is not a complete ZIP archive: Bad CRC-32 for file '{name}'."
    assert size < 1_000_000


@pytest.mark.slow
async def test_a_file_that_is_packed_otherwise_is_refused(elsewhere: Elsewhere, files: Files, path: Path) -> None:
    expected = "'tasks.ndjson': Expected a file that is stored or deflated, not encrypted."
    for how in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        assert await refusal(elsewhere, repacked(path, files, lambda _: None, how)) == expected

    def deflate64(members: list[zipfile.ZipInfo]) -> None:
        members[0].compress_type = 9

    def twice(members: list[zipfile.ZipInfo]) -> None:
        members[1].filename = members[2].filename

    assert await refusal(elsewhere, repacked(path, files, deflate64)) == expected
    assert await refusal(elsewhere, repacked(path, files, twice)) == "It has two files with the same name."


@pytest.mark.slow
async def test_an_archive_with_sizes_behind_its_files_and_of_64_bits_is_read(
    elsewhere: Elsewhere, files: Files, path: Path
) -> None:
    class Sent(io.BytesIO):
        def seekable(self) -> bool:
            return False

    content = Sent()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, one in files.items():
            with archive.open(name, "w", force_zip64=True) as member:
                member.write(one)
    assert (await elsewhere.import_file(filled(path, content.getvalue())))[-1] == "Imported: 1 tasks, and 2 images."
