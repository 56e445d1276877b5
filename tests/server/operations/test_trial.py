"""`./run check` tries to put, get and remove objects, to fetch the issuer's keys, and to reach Redis."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.x509 import ObjectIdentifier
from pydantic import SecretStr

from server.access import issuer_keys
from server.operations.checking.check import check
from server.operations.checking.problem import Severity
from server.operations.checking.trial import problems_of_signing
from server.settings.settings import Settings
from server.stores.connections import open_storage
from storage.objects import Storage
from tests.bucket import Bucket
from tests.faults.proxy import refusal, storage_behind
from tests.server.access.issuer import running_issuer
from tests.server.access.tokens import jwk
from tests.storage.conftest import drop_bucket
from tests.storage.provenance.authority import Authority, SigningPair


@pytest.fixture
async def storage(settings: Settings) -> AsyncIterator[Storage]:
    """Storage with a bucket of the test's own."""
    async with open_storage(settings.model_copy(update={"s3_bucket_name": f"test-{uuid4().hex}"})) as storage:
        await storage.create_bucket()
        yield storage
        await drop_bucket(storage)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("request_line", "action", "places"),
    [
        ("PUT /{}/uploads/", "s3:PutObject", ["uploads/"]),
        ("GET /{}/task-history/", "s3:GetObject", ["task-history/"]),
        ("POST /{}?delete", "s3:DeleteObject", ["task-history/", "uploads/"]),
    ],
)
async def test_actions_that_storage_refuses_are_reported(
    settings: Settings, storage: Storage, request_line: str, action: str, places: list[str]
) -> None:
    async with storage_behind(settings.model_copy(update={"s3_bucket_name": storage.bucket})) as (proxy, behind):
        proxy.answer, proxy.answer_to = refusal(403), request_line.format(storage.bucket).encode()
        faults = [fault for fault in await check(behind) if action in fault.what]
    for fault, place in zip(faults, places, strict=True):
        assert fault.what.startswith(f"Storage refuses {action} below {place} (")
        assert fault.remedy.startswith(f"allow {action} on arn:aws:s3:::{storage.bucket}/{place}*")
    assert len(await Bucket(storage).keys("")) == (2 if action == "s3:DeleteObject" else 0)


@pytest.mark.own_database
async def test_trials_leave_no_objects(settings: Settings, storage: Storage) -> None:
    assert await check(settings.model_copy(update={"s3_bucket_name": storage.bucket})) == []
    assert await Bucket(storage).keys("") == []


@pytest.mark.slow
@pytest.mark.own_database
async def test_an_issuer_without_keys_is_reported(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    with running_issuer() as issuer:
        by_keys = settings.model_copy(update={"jwt_secret": None, "jwt_jwks_url": issuer.address})
        [fault] = await check(by_keys)
        assert fault.what.startswith(f"There are no keys of the issuer at {issuer.address} (The JWK Set did not")
        assert fault.remedy.startswith("JWT_JWKS_URL")
        issuer.keys = [jwk(Ed25519PrivateKey.generate(), "a")]
        assert await check(by_keys) == []
        issuer.status = 404
        [fault] = await check(by_keys)
        assert "404" in fault.what
        monkeypatch.setattr(issuer_keys, "DEADLINE", 0.1)
        issuer.delay = 0.5
        [fault] = await check(by_keys)
        assert "(no answer in time)" in fault.what


@pytest.mark.slow
@pytest.mark.own_database
async def test_redis_that_does_not_answer_is_reported(settings: Settings, redis: SecretStr) -> None:
    assert await check(settings.model_copy(update={"redis_url": redis})) == []
    nowhere = SecretStr("redis://:a-password@127.0.0.1:1/0")
    [fault] = await check(settings.model_copy(update={"redis_url": nowhere}))
    assert fault.what.startswith("REDIS_URL cannot be used (")
    assert fault.remedy.startswith("REDIS_URL=redis://")
    assert "a-password" not in str(fault)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"s3_public_endpoint_url": "http://127.0.0.1:1"}, "http://127.0.0.1:1, which cannot be reached from here ("),
        ({"image_urls": "public", "cdn_base_url": "http://127.0.0.1:1"}, "http://127.0.0.1:1, which cannot be reached"),
        ({"image_urls": "public"}, "which answers 403"),
    ],
    ids=["no storage there", "no CDN there", "not public"],
)
async def test_the_address_of_browsers_is_tried(
    settings: Settings, storage: Storage, changed: dict[str, str], fault: str
) -> None:
    [problem] = await check(settings.model_copy(update={"s3_bucket_name": storage.bucket, **changed}))
    assert problem.what.startswith("Browsers fetch images from http://127.0.0.1:")
    assert fault in problem.what
    assert problem.remedy.startswith("CDN_BASE_URL=" if "image_urls" in changed else "S3_PUBLIC_ENDPOINT_URL=")
    assert await Bucket(storage).keys("") == []


@pytest.mark.slow
async def test_signing_is_tried(shared_settings: Settings, tmp_path: Path) -> None:
    authority = Authority(tmp_path)

    async def problems(pair: SigningPair) -> list[str]:
        files = {"content_credentials_certificates": pair.certificates, "content_credentials_key": pair.key}
        found = await problems_of_signing(shared_settings.model_copy(update=files))
        assert all(one.severity is Severity.WARNING for one in found)  # servers serve all the same
        return [one.what for one in found]

    assert await problems_of_signing(shared_settings) == []
    assert await problems(authority.issue()) == []
    assert await problems(authority.issue(use=ObjectIdentifier("1.3.6.1.4.1.62558.2.1"))) == []
    [soon] = await problems(authority.issue(lasts=timedelta(days=9)))
    assert soon.startswith("The certificate that signs images expires on ")
    [expired] = await problems(authority.issue(lasts=-timedelta(days=1)))
    assert expired.startswith("Images cannot be signed: ")
    assert "not valid at time of signing" in expired
