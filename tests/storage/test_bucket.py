import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from uuid import uuid4

import httpx2
import pytest

from server.settings.settings import Settings
from server.stores.connections import open_storage
from storage.failures import StorageUnavailable
from storage.objects import Storage
from tests.bucket import put
from tests.faults.proxy import refusal, storage_behind
from tests.storage.conftest import drop_bucket

PICTURE = b"a picture"


async def preflight(storage: Storage, origin: str) -> httpx2.Response:
    upload = storage.upload("uploads/a", content_type="image/png", size=1, sha256_hex="00" * 32)
    async with httpx2.AsyncClient() as client:
        return await client.options(
            upload.url,
            headers={
                "Origin": origin,
                "Access-Control-Request-Method": upload.method,
                "Access-Control-Request-Headers": "content-type,x-amz-checksum-sha256",
            },
        )


async def test_a_bucket_is_created_once(make_storage: Callable[..., Storage]) -> None:
    async with make_storage() as storage:
        await storage.create_bucket()
        await storage.check()
        await put(storage, "task-history/a/b/original-c", PICTURE)
        await storage.create_bucket()
        await storage.get("task-history/a/b/original-c", file := io.BytesIO(), at_most=100)
        assert file.getvalue() == PICTURE
        await drop_bucket(storage)


async def test_browsers_of_any_origin_may_use_the_bucket(storage: Storage) -> None:
    response = await preflight(storage, "https://any.example")
    assert response.headers["access-control-allow-origin"] == "https://any.example"


async def test_public_images_are_readable_and_uploads_are_not(make_storage: Callable[..., Storage]) -> None:
    async with make_storage(image_urls="public") as storage, httpx2.AsyncClient() as client:
        await storage.create_bucket()
        await put(storage, "task-history/a/b/original-c", PICTURE)
        await put(storage, "uploads/a/b/c", PICTURE)
        response = await client.get(storage.url("task-history/a/b/original-c").url)
        assert response.content == PICTURE
        assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert (await client.get(storage.url("uploads/a/b/c").url)).status_code == 403
        await drop_bucket(storage)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({}, r"There is no bucket test-.* correct S3_BUCKET_NAME"),
        ({"secret_access_key": "wrong"}, r"refuses access .* Next: AWS_ACCESS_KEY_ID="),
        pytest.param(
            {"endpoint_url": "http://127.0.0.1:9"},
            r"cannot be reached .* Next: AWS_ENDPOINT_URL_S3=",
            marks=pytest.mark.slow,
        ),
    ],
)
async def test_check_reports_a_bucket_that_cannot_be_used(
    make_storage: Callable[..., Storage], changes: dict[str, str], message: str
) -> None:
    async with make_storage(**changes) as storage:
        with pytest.raises(StorageUnavailable, match=message):
            await storage.check()
        if changes:
            with pytest.raises(StorageUnavailable, match=message):
                await storage.create_bucket()


@pytest.mark.slow
async def test_a_key_that_may_not_create_the_bucket_is_reported(settings: Settings) -> None:
    missing = settings.model_copy(update={"s3_bucket_name": f"test-{uuid4().hex}"})
    async with storage_behind(missing) as (proxy, behind), open_storage(behind) as storage:
        proxy.answer, proxy.answer_to = refusal(403), b"PUT /"
        with pytest.raises(StorageUnavailable, match=r"cannot be created .* \./run migrate, with a key that may"):
            await storage.create_bucket()


@pytest.mark.parametrize(("minutes", "which"), [(-90, "fast"), (90, "slow")])
async def test_a_wrong_clock_is_reported(settings: Settings, minutes: int, which: str) -> None:
    """Storage refuses signatures that are more than 15 minutes off as it refuses a wrong key."""
    date = format_datetime(datetime.now(UTC) + timedelta(minutes=minutes), usegmt=True)
    async with storage_behind(settings) as (proxy, behind), open_storage(behind) as storage:
        proxy.answer, proxy.answer_to = refusal(403, f"Date: {date}"), b"HEAD /"
        with pytest.raises(StorageUnavailable) as refused:
            await storage.check()
    assert refused.value.what == f"The clock of this machine is 90 minutes {which}, by storage's."
    assert refused.value.remedy == "set the clock, by NTP"


@pytest.mark.slow
@pytest.mark.parametrize(("region", "constraint"), [("eu-central-1", "eu-central-1"), ("us-east-1", None)])
async def test_a_bucket_is_created_in_its_region(aws: str, region: str, constraint: str | None) -> None:
    async with Storage(
        bucket=f"images-{region}",
        region=region,
        endpoint_url=aws,
        access_key_id="key",
        secret_access_key="secret",
        image_urls="public",
    ) as storage:
        await storage.create_bucket()
        await storage.check()
        client = storage._client
        location = await client.get_bucket_location(Bucket=storage.bucket)
        assert location["LocationConstraint"] == constraint
        rules = (await client.get_bucket_cors(Bucket=storage.bucket))["CORSRules"]
        assert rules[0]["AllowedMethods"] == ["GET", "HEAD", "PUT"]
        policy = json.loads((await client.get_bucket_policy(Bucket=storage.bucket))["Policy"])
        assert policy["Statement"][0]["Resource"] == f"arn:aws:s3:::images-{region}/task-history/*"
