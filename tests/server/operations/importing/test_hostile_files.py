"""A file that is not as an export is changes nothing, and one line says where, and what was expected."""

import json
import struct
import zipfile
import zlib
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from server.operations.importing.refused_file import RefusedFile
from tests.api import Client
from tests.pictures import data_url, picture
from tests.server.operations.importing.elsewhere import Elsewhere, files_of, packed, saved

Line = dict[str, Any]
CHANGED = """SELECT (SELECT count(*) FROM user_task_history) + (SELECT count(*) FROM auth.users)
  + (SELECT count(*) FROM task_record.image_uploads) + (SELECT count(*) FROM task_record.audit_entries)"""
PICTURE = picture()
SUMMARY = {"summary": {"tasks": 1, "exportedAt": "2026-01-02T00:00:00Z"}}


def line(**changes: Any) -> Line:
    return {
        "id": str(uuid4()),
        "userId": "0d4b1a4e-8f8c-4a7e-9a55-0c3c2f2f9d11",
        "status": "FAILED",
        "prompt": "a fox",
        "createdAt": "2026-01-01T00:00:00Z",
        "completedAt": "2026-01-01T00:00:01Z",
        **changes,
    }


def written(path: Path, *lines: object, count: int | None = None) -> Path:
    """Write the lines, then the summary."""
    summary = {"summary": {**SUMMARY["summary"], "tasks": len(lines) if count is None else count}}
    path.write_text("".join(f"{json.dumps(one)}\n" for one in [*lines, summary]))
    return path


def filled(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


async def refusal(elsewhere: Elsewhere, path: Path) -> str:
    """Return what the import is refused for, which is one line; nothing has changed."""
    with pytest.raises(RefusedFile) as refused:
        await elsewhere.bring(path)
    assert await elsewhere.owner.fetchval(CHANGED) == 0
    assert "\n" not in str(refused.value)
    return str(refused.value)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "tasks"


async def test_a_product_may_write_such_a_file_itself(elsewhere: Elsewhere, path: Path) -> None:
    assert await elsewhere.bring(written(path, line())) == [
        "1 tasks, of which 0 are here already.",
        "Brought: 1 tasks with 0 images.",
    ]


OTHER = str(uuid4())
WRONG: list[tuple[Line, str]] = [
    ({"id": "1"}, "id: Must be a UUID, such as 1b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b"),
    ({"status": "completed"}, "status: Must be one of PENDING, PROCESSING, COMPLETED, FAILED, CANCELED"),
    ({"taskType": None}, "taskType: Must be one of IMAGE_GENERATION, IMAGE_EDIT, TEMPLATE_GENERATION"),
    ({"prompt": None}, "prompt: Must be a valid string"),
    ({"prompt": "a\0"}, "prompt: Must not contain the NUL character (U+0000), which PostgreSQL cannot store"),
    ({"tokensUsed": True}, "tokensUsed: Must be a valid integer"),
    ({"tokensUsed": "7"}, "tokensUsed: Must be a valid integer"),
    ({"tokensUsed": 1.5}, "tokensUsed: Must be a valid integer"),
    ({"tokensUsed": -1}, "tokensUsed: Must be greater than or equal to 0"),
    ({"tokensUsed": 2**31}, "tokensUsed: Must be less than or equal to 2147483647"),
    ({"imageCount": 17}, "imageCount: Must be less than or equal to 16"),
    ({"onlyServiceEnds": 1}, "onlyServiceEnds: Must be a valid boolean"),
    ({"cost": 0.1}, "cost: '0.1' is not an exact decimal: expected a string with up to 12 digits"),
    ({"cost": "-1"}, "cost: Must be greater than or equal to 0"),
    ({"cost": "NaN"}, "cost: 'NaN' is not an exact decimal"),
    ({"createdAt": 5}, "createdAt: '5' is not an instant: expected ISO 8601 with an offset"),
    ({"createdAt": "2026-01-01T00:00:00"}, "createdAt: '2026-01-01T00:00:00' is not an instant"),
    ({"createdAt": "0001-01-01T00:00:00+14:00"}, "createdAt: '0001-01-01T00:00:00+14:00' is not an instant"),
    ({"createdAt": "1969-12-31T23:59:59Z"}, "createdAt: Must be between 1970 and "),
    ({"createdAt": "9999-12-31T23:59:59Z"}, "createdAt: Must be between 1970 and "),
    ({"deadline": "9999-12-31T23:59:59Z"}, "deadline: Must be between 1970 and "),
    ({"completedAt": None}, "`completedAt` must say when it ended"),
    ({"status": "PENDING", "trashedAt": "2026-01-01T00:00:00Z"}, "`trashedAt` must be null, as it has not ended"),
    ({"status": "COMPLETED", "failureCode": "quota"}, "`failureCode` must be null, as it did not fail"),
    ({"failureCode": "Quota"}, "failureCode: Must be of `a-z0-9_`, for example `content_policy`"),
    ({"inputTokens": 2, "tokensUsed": 1}, "`tokensUsed` must be `inputTokens` and `outputTokens` together or more"),
    ({"externalId": ""}, "externalId: Must have at least 1 character"),
    ({"externalId": "x" * 201}, "externalId: Must have at most 200 characters"),
    ({"parameters": []}, 'parameters: Must be an object, such as `{"seed": 42}`'),
    ({"parameters": {"a": "\0"}}, "parameters: Must not contain the NUL character (U+0000)"),
    ({"parameters": {"a": "x" * 20_000}}, "parameters: Must have at most 16,384 bytes as JSON, and has 20,008"),
    ({"metadata": {"a": [[[[[[[[[[[]]]]]]]]]]]}}, "metadata: Must have at most 10 levels of objects and lists"),
    ({"modelVersion": 1}, "modelVersion: Must be a valid string"),
    ({"aspectRatio": "1" * 21}, "aspectRatio: Must have at most 20 characters"),
    ({"resultCount": 1}, "`resultCount` must be the number of `images`"),
    ({"images": [{}]}, "images.0: Must have either `file` or `url`"),
    ({"images": [{"file": "../x"}]}, "An image must have a `url`: only an archive has files"),
    ({"images": [{"url": "x", "width": "1"}]}, "images.0.width: Must be a valid integer"),
    ({"sources": [{"taskId": OTHER, "relation": "edit"}]}, "sources.0.relation: Must be one of RETRY, VARIATION"),
    (
        {"sources": [{"taskId": OTHER, "relation": "EDIT", "imageIndex": 16}]},
        "sources.0.imageIndex: Must be less than 16",
    ),
    ({"id": OTHER, "sources": [{"taskId": OTHER, "relation": "EDIT"}]}, "`sources` must be other tasks"),
    ({"creditsReserved": 5}, "creditsReserved: No field of this name is known"),
]


async def test_a_wrong_value_is_named(elsewhere: Elsewhere, path: Path) -> None:
    for changes, expected in WRONG:
        told = await refusal(elsewhere, written(path, line(), line(**changes)))
        assert told.startswith("line 2: "), told
        assert told.removeprefix("line 2: ").startswith(expected), told


async def test_a_broken_file_is_refused(elsewhere: Elsewhere, path: Path) -> None:
    good, summary = json.dumps(line()).encode(), json.dumps(SUMMARY).encode()
    for content, expected in (
        (b"", "line 1: It is incomplete: expected the last line"),
        (good, "line 2: It is incomplete: expected the last line"),
        (good + b"\n" + summary[:-1], "line 2: Unexpected end of data"),
        (good + b"\n" + good[:-5], "line 2: "),
        (summary + b"\n" + good + b"\n", "line 2: Nothing may follow the last line"),
        (good + b"\n" + summary + b"\n\n", "line 3: Nothing may follow the last line"),
        (good + b"\n" + good + b"\n" + summary, "line 2: `id` or `externalId` must be another than that of line 1"),
        (summary + b"\n", "line 1: `tasks` must be the number of tasks, 0"),
        (b"id,userId\r\n1,2\r\n", "line 1: "),
        (b"\xff\xfe{}\n", "line 1: "),
        (b'"a"\n', "line 1: Must be an object of JSON"),
        (b"[" * 10_000 + b"\n", "line 1: "),
        (b'{"id": "' + b"x" * 3_000_000, "line 1: It is longer than 1,048,576 bytes"),
        (good.replace(b"a fox", b"\xed\xa0\x80"), "line 1: "),
        (b'{"summary": {"tasks": "0", "exportedAt": "2026-01-01T00:00:00Z"}}', "line 1: summary.tasks: Must be a"),
    ):
        told = await refusal(elsewhere, filled(path, content))
        assert told.startswith(expected), (content[:100], told)


async def test_lineages_that_cannot_be_are_refused(elsewhere: Elsewhere, path: Path) -> None:
    ids = [str(uuid4()) for _ in range(4)]
    sources = [[{"taskId": ids[(n + 1) % 4], "relation": "EDIT"}] for n in range(4)]
    circle = [line(id=one, sources=made_from) for one, made_from in zip(ids, sources, strict=True)]
    told = await refusal(elsewhere, written(path, *circle))
    assert told == "line 1: `sources` must not lead back to the task itself."
    others = [line(id=ids[0], sources=sources[0]), line(id=ids[1], userId=str(uuid4()))]
    assert await refusal(elsewhere, written(path, *others)) == "line 1: `sources` must be tasks of the same user."


async def test_external_ids_are_of_one_task(elsewhere: Elsewhere, path: Path) -> None:
    one, other = line(externalId="r8"), line(externalId="r8")
    told = await refusal(elsewhere, written(path, one, other))
    assert told == "line 2: `id` or `externalId` must be another than that of line 1."
    await elsewhere.bring(written(path, one))
    with pytest.raises(RefusedFile, match=f"line 2: `externalId` .* which is {one['id']} here"):
        await elsewhere.bring(written(path, line(), other))
    assert await elsewhere.owner.fetchval("SELECT count(*) FROM user_task_history") == 1


async def test_an_id_of_another_user_refuses_the_file(elsewhere: Elsewhere, path: Path) -> None:
    theirs = await elsewhere.application.new_client().task("createTask", prompt="a fox")
    with pytest.raises(RefusedFile, match="line 2: `id` must not be that of another user's task"):
        await elsewhere.bring(written(path, line(), line(id=theirs["id"])))
    assert await elsewhere.owner.fetchval("SELECT count(*) FROM user_task_history") == 1


async def test_costs_in_another_currency_are_refused(elsewhere: Elsewhere, path: Path) -> None:
    summary = json.dumps({"summary": SUMMARY["summary"] | {"currency": "CNY"}})
    told = await refusal(elsewhere, filled(path, f"{json.dumps(line(cost='1'))}\n{summary}".encode()))
    assert told == "line 1: `cost` must be in USD, as CURRENCY says; costs are in CNY."
    assert len(await elsewhere.bring(filled(path, f"{json.dumps(line())}\n{summary}".encode()))) == 2


async def test_who_was_erased_since_is_not_brought_back(elsewhere: Elsewhere, path: Path) -> None:
    erased = "INSERT INTO task_record.erasures (user_id, tasks, images, sent_until) VALUES ($1, 0, 0, now())"
    await elsewhere.owner.execute(erased, line()["userId"])
    with pytest.raises(RefusedFile, match=r"The user 0d4b1a4e-\S+ was erased on .* nothing of them is brought back"):
        await elsewhere.bring(written(path, line()))
    await elsewhere.owner.execute("UPDATE task_record.erasures SET requested_at = '2025-01-01'")
    assert len(await elsewhere.bring(path)) == 2


# Archives


Files = dict[str, bytes]


@pytest.fixture
async def files(user: Client, tmp_path: Path) -> Files:
    """What is in the archive of a task with an original and a result."""
    task = await user.task("createTask", prompt="a fox", originalImage={"dataUrl": data_url(PICTURE)})
    await user.task("completeTask", id=task["id"], image={"dataUrl": data_url(picture(seed=1))})
    return files_of(await saved(user, "ZIP", tmp_path / "whole.zip"))


def with_manifest(files: Files, **changed: bytes) -> Files:
    """Return the files with others' contents, and a manifest that agrees with them."""
    files = files | changed
    manifest = json.loads(files["manifest.json"])
    for one in manifest["files"]:
        content = files[one["path"]]
        one |= {"size": len(content), "sha256": sha256(content).hexdigest()}
    return files | {"manifest.json": manifest_of(manifest)}


def manifest_of(manifest: dict[str, Any]) -> bytes:
    """Write a manifest as an export does."""
    files = ",\n".join(json.dumps(one) for one in manifest.pop("files"))
    return f'{json.dumps(manifest)[:-1]},"files":[\n{files}\n]}}\n'.encode()


def with_line(files: Files, **changes: Any) -> Files:
    """Return the files with another first task."""
    changes["resultCount"] = None
    first, *others = files["tasks.ndjson"].splitlines(keepends=True)
    return with_manifest(
        files, **{"tasks.ndjson": json.dumps(json.loads(first) | changes).encode() + b"\n" + b"".join(others)}
    )


def image_name(files: Files) -> str:
    return next(name for name in files if name.endswith("-1.png"))


def with_image(files: Files, content: bytes) -> Files:
    """Return the files with another result, of which the task says nothing."""
    name = image_name(files)
    image = {"file": name}
    return with_manifest(with_line(files, images=[image]), **{name: content})


async def test_what_is_no_image_is_refused(elsewhere: Elsewhere, files: Files, path: Path) -> None:
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
        (lying(sha256="0" * 64), "tasks.ndjson: Its size and SHA-256 must be those that manifest.json has"),
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
        (with_line(files, images=[{"file": other}]), "line 1: `file` must be another than that of another image"),
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


async def test_an_archive_that_no_export_writes_is_refused(elsewhere: Elsewhere, files: Files, path: Path) -> None:
    whole = packed(path, files).read_bytes()
    name = image_name(files)
    encrypted = bytearray(whole)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        encrypted[whole.index(signature) + offset] |= 1
    end = whole.rindex(b"PK\x05\x06")
    many = whole[:end] + whole[end : end + 10] + b"\xff\xff" + struct.pack("<I", 2**32 - 1) + whole[end + 16 :]
    for content, expected in (
        (whole[:-30], "It is no whole ZIP archive"),
        (whole[: len(whole) // 2], "It is no whole ZIP archive"),
        (b"PK\x03\x04", "It is no whole ZIP archive"),
        (b"PK\x05\x06" + bytes(18), "It has no tasks.ndjson"),
        (bytes(encrypted), "'tasks.ndjson': Expected a file that is stored or deflated, not encrypted"),
        (many, "It has 65,535 files; an export has at most 200,002"),
        (whole.replace(name.encode(), name.replace("-1.png", "-2.png").encode(), 1), ""),
    ):
        assert (await refusal(elsewhere, filled(path, content))).startswith(expected)
    with zipfile.ZipFile(path, "w") as archive:
        for one, content in files.items():
            archive.writestr(one, content)
        link = zipfile.ZipInfo("images/link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert await refusal(elsewhere, path) == "'images/link': Expected a file; it is a link or a folder."


async def test_a_line_that_unpacks_to_much_is_refused(elsewhere: Elsewhere, files: Files, path: Path) -> None:
    zeros = b" " * 50_000_000
    told = await refusal(elsewhere, packed(path, with_manifest(files, **{"tasks.ndjson": zeros})))
    assert told == "tasks.ndjson, line 1: It is longer than 1,048,576 bytes; a line is one object of JSON."
