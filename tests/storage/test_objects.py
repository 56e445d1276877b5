import hashlib
import io
import os
import tempfile
import tracemalloc
from typing import Any

import httpx2
import pytest
from botocore.exceptions import ClientError

from storage.failures import (
    ObjectNotFound,
    ObjectsNotRemoved,
    ObjectTooLarge,
)
from storage.objects import Storage

KEY = "task-history/a/b/generated-c"


async def put(storage: Storage, key: str, data: bytes, sha256_hex: str | None = None) -> None:
    sha256_hex = sha256_hex or hashlib.sha256(data).hexdigest()
    await storage.put(key, io.BytesIO(data), content_type="image/png", size=len(data), sha256_hex=sha256_hex)


async def get(storage: Storage, key: str, at_most: int = 10_000_000) -> bytes:
    file = io.BytesIO()
    await storage.get(key, file, at_most=at_most)
    return file.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize("size", [0, 1, 300_000, 3_000_000])
async def test_stored_bytes_are_read_unchanged(storage: Storage, size: int) -> None:
    data = os.urandom(size)
    await put(storage, KEY, data)
    assert await get(storage, KEY) == data


async def test_a_spooled_file_is_stored_whole_wherever_it_stands(storage: Storage) -> None:
    data = os.urandom(200_000)
    with tempfile.SpooledTemporaryFile(max_size=100_000) as file:
        file.write(data)
        await storage.put(
            KEY,
            file,  # type: ignore[arg-type]
            content_type="image/webp",
            size=len(data),
            sha256_hex=hashlib.sha256(data).hexdigest(),
        )
        assert not file.closed
    assert await get(storage, KEY) == data


async def test_storage_refuses_bytes_that_are_not_those_of_the_checksum(storage: Storage) -> None:
    with pytest.raises(ClientError, match="BadDigest"):
        await put(storage, KEY, b"picture", hashlib.sha256(b"another").hexdigest())
    with pytest.raises(ObjectNotFound):
        await get(storage, KEY)


@pytest.mark.parametrize(("size", "expected"), [(0, None), (200_000, None), (300_000, b"100-continue")])
async def test_only_a_large_object_waits_for_100_continue(storage: Storage, size: int, expected: bytes | None) -> None:
    sent = []

    def record(request: Any, **_: object) -> None:
        sent.append(request.headers.get("Expect"))

    storage._client.meta.events.register("before-send.s3.PutObject", record)
    await put(storage, KEY, bytes(size))
    assert sent == [expected]


async def test_an_image_has_its_type_and_is_cached(storage: Storage) -> None:
    await put(storage, KEY, b"picture")
    async with httpx2.AsyncClient() as client:
        response = await client.get(storage.url(KEY).url)
    assert response.content == b"picture"
    assert response.headers["content-type"] == "image/png"
    assert response.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert response.headers["content-disposition"] == 'inline; filename="generated-c.png"'


async def test_get_refuses_larger_objects(storage: Storage) -> None:
    await put(storage, KEY, b"12345678")
    assert await get(storage, KEY, at_most=8) == b"12345678"
    with pytest.raises(ObjectTooLarge):
        await get(storage, KEY, at_most=7)


@pytest.mark.slow
async def test_a_large_file_takes_little_memory(storage: Storage) -> None:
    size = 24_000_000
    data = os.urandom(size)
    sha256_hex = hashlib.sha256(data).hexdigest()
    with tempfile.TemporaryFile() as file, tempfile.TemporaryFile() as copy:
        file.write(data)
        del data
        tracemalloc.start()
        await storage.put(KEY, file, content_type="image/png", size=size, sha256_hex=sha256_hex)
        await storage.get(KEY, copy, at_most=size)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        copy.seek(0)
        assert hashlib.file_digest(copy, "sha256").hexdigest() == sha256_hex
    assert peak < size / 4


@pytest.mark.slow
async def test_removal_is_idempotent_and_takes_any_number(storage: Storage) -> None:
    await put(storage, KEY, b"picture")
    await put(storage, f"{KEY}-thumbnail", b"small")
    keys = [KEY, *(f"missing-{number}" for number in range(1_200)), f"{KEY}-thumbnail"]
    await storage.remove(keys)
    for key in (KEY, f"{KEY}-thumbnail"):
        with pytest.raises(ObjectNotFound):
            await get(storage, key)
    await storage.remove(keys)
    await storage.remove([])


async def test_removal_raises_if_storage_leaves_an_object(storage: Storage) -> None:
    def keep_one(parsed: dict[str, Any], **_: object) -> None:
        parsed["Errors"] = [{"Key": KEY, "Code": "InternalError", "Message": "Try again"}]

    storage._client.meta.events.register("after-call.s3.DeleteObjects", keep_one)
    with pytest.raises(ObjectsNotRemoved, match=f"not removed 1 of 2 objects; the first: {KEY}: Try again"):
        await storage.remove([KEY, f"{KEY}-thumbnail"])
    storage._client.meta.events.unregister("after-call.s3.DeleteObjects", keep_one)
