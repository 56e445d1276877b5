import hashlib
import io
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import anyio
import httpx2
import pytest

from storage.credentials import Credentials
from storage.failures import StorageUnavailable
from storage.object_urls import PresignedUpload, url_signer
from storage.objects import Storage
from tests.bucket import put
from tests.services import ObjectStorageService

KEY = "task-history/a/b/original-c"
PICTURE = b"a picture"


def upload(storage: Storage) -> PresignedUpload:
    sha256_hex = hashlib.sha256(PICTURE).hexdigest()
    return storage.upload("uploads/a", content_type="image/png", size=len(PICTURE), sha256_hex=sha256_hex)


async def send(request: PresignedUpload, content: bytes, **changed: str) -> int:
    headers = request.headers | {name.replace("_", "-"): value for name, value in changed.items()}
    async with httpx2.AsyncClient() as client:
        response = await client.request(request.method, request.url, content=content, headers=headers)
    return response.status_code


async def fetch(url: str) -> int:
    async with httpx2.AsyncClient() as client:
        return (await client.get(url)).status_code


async def test_the_url_stays_the_same_within_the_hour(
    make_storage: Callable[..., Storage], monkeypatch: pytest.MonkeyPatch
) -> None:
    hour = datetime(2026, 3, 4, 5, tzinfo=UTC)

    def at(moment: datetime) -> None:
        monkeypatch.setattr("storage.object_urls.time", moment.timestamp)

    async with make_storage() as storage:
        at(hour)
        first = storage.url(KEY)
        assert first.expires_at == hour + timedelta(hours=2)
        at(hour + timedelta(minutes=59, seconds=59))
        assert storage.url(KEY) == first
        assert storage.url(f"{KEY}-thumbnail").url != first.url
        at(hour + timedelta(hours=1))
        assert storage.url(KEY).url != first.url
        assert storage.url(KEY).expires_at == hour + timedelta(hours=3)


async def test_a_tampered_or_expired_url_is_refused(storage: Storage, object_storage: ObjectStorageService) -> None:
    await put(storage, KEY)
    await put(storage, f"{KEY}-thumbnail")
    url = storage.url(KEY).url
    assert await fetch(url) == 200
    assert await fetch(url.replace(KEY, f"{KEY}-thumbnail")) == 403
    assert await fetch(url.replace("X-Amz-Expires=7200", "X-Amz-Expires=72000")) == 403
    assert await fetch(url.partition("?")[0]) == 403
    sign = url_signer(
        "GET",
        f"{object_storage.endpoint_url}/{storage.bucket}",
        Credentials(object_storage.access_key_id, object_storage.secret_access_key),
        region=object_storage.region,
        signed_at=datetime.now(UTC) - timedelta(hours=2, seconds=5),
        expires_in=7200,
        headers={},
    )
    assert await fetch(sign(KEY)) == 403


@pytest.mark.slow
async def test_a_direct_upload_is_bound_to_type_length_and_bytes(storage: Storage) -> None:
    request = upload(storage)
    assert await send(request, b"z picture") == 400
    assert await send(request, b"a picture, longer", Content_Length="17") == 403
    assert await send(request, PICTURE, Content_Type="text/html") == 403
    other = hashlib.sha256(b"z picture").hexdigest()
    checksum = storage.upload("", content_type="", size=0, sha256_hex=other).headers["x-amz-checksum-sha256"]
    assert await send(request, b"z picture", x_amz_checksum_sha256=checksum) == 403
    assert await send(request, PICTURE) == 200
    file = io.BytesIO()
    await storage.get("uploads/a", file, at_most=len(PICTURE))
    assert file.getvalue() == PICTURE


async def test_an_upload_expires_in_fifteen_minutes(make_storage: Callable[..., Storage]) -> None:
    async with make_storage() as storage:
        remaining = upload(storage).expires_at - datetime.now(UTC)
    assert timedelta(minutes=14, seconds=55) < remaining <= timedelta(minutes=15)


async def test_browsers_get_the_public_address(make_storage: Callable[..., Storage]) -> None:
    async with make_storage(bucket="images", public_endpoint_url="https://files.example/") as storage:
        assert storage.url(KEY).url.startswith(f"https://files.example/images/{KEY}?X-Amz-")
        assert upload(storage).url.startswith("https://files.example/images/uploads/a?X-Amz-")


@pytest.mark.parametrize(
    ("settings", "url"),
    [
        ({"cdn_base_url": "https://cdn.example/img/"}, "https://cdn.example/img/a/b%20c"),
        ({"public_endpoint_url": "https://files.example"}, "https://files.example/images/a/b%20c"),
        ({"endpoint_url": None}, "https://images.s3.eu-central-1.amazonaws.com/a/b%20c"),
        (
            {"endpoint_url": None, "bucket": "my.images"},
            "https://s3.eu-central-1.amazonaws.com/my.images/a/b%20c",
        ),
    ],
)
async def test_public_urls_are_plain(make_storage: Callable[..., Storage], settings: dict[str, Any], url: str) -> None:
    async with make_storage(
        **({"bucket": "images", "region": "eu-central-1", "image_urls": "public"} | settings)
    ) as storage:
        assert storage.url("a/b c") == (url, None)


@pytest.fixture
def temporary_credentials(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], datetime]:
    """Make the AWS credential chain return new temporary credentials each time it is asked."""

    def make(life: timedelta) -> datetime:
        end = datetime.now(UTC).replace(microsecond=0) + life
        answer = {
            "Version": 1,
            "SecretAccessKey": "secret",
            "SessionToken": "token",
            "Expiration": end.isoformat(),
        }
        program = tmp_path / "credentials.py"
        program.write_text(
            f"import json, time\nprint(json.dumps({answer!r} | {{'AccessKeyId': str(time.time_ns())}}))\n"
        )
        config = tmp_path / "config"
        config.write_text(f"[default]\ncredential_process = {sys.executable} {program}\n")
        monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
        return end

    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    return make


async def test_a_url_expires_no_later_than_temporary_credentials(
    temporary_credentials: Callable[[timedelta], datetime],
) -> None:
    end = temporary_credentials(timedelta(minutes=40))
    async with Storage(bucket="images", region="eu-west-1") as storage:
        url, expires_at = storage.url(KEY)
        assert upload(storage).expires_at < end
    assert "&X-Amz-Security-Token=token&" in url
    assert expires_at == end


def access_key_of(url: str) -> str:
    """Return the id of the access key that a URL is signed with."""
    [credential] = parse_qs(urlsplit(url).query)["X-Amz-Credential"]
    return credential.split("/")[0]


async def test_temporary_credentials_are_renewed(
    temporary_credentials: Callable[[timedelta], datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.objects.CREDENTIALS_INTERVAL", 0.01)
    temporary_credentials(timedelta(minutes=12))  # botocore renews what ends within fifteen minutes
    async with Storage(bucket="images", region="eu-west-1") as storage:
        first = access_key_of(storage.url(KEY).url)
        with anyio.fail_after(10):
            while access_key_of(storage.url(KEY).url) == first:  # noqa: ASYNC110
                await anyio.sleep(0.01)


async def test_missing_credentials_are_reported(
    temporary_credentials: Callable[[timedelta], datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nonexistent")
    with pytest.raises(StorageUnavailable, match=r"no credentials .* Next: AWS_ACCESS_KEY_ID="):
        async with Storage(bucket="images", region="eu-west-1"):
            pass
