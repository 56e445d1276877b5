import json
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from typing import Any

import aioboto3
import pytest
from aiobotocore.config import AioConfig
from aiobotocore.session import AioSession
from botocore.endpoint_provider import EndpointProvider
from botocore.loaders import Loader

from storage.objects import Storage
from storage.s3_description import LOADER, UNUSED_PARAMETERS

PLACES = [
    ("us-east-1", "images", "virtual", None),
    ("eu-central-1", "images", "virtual", None),
    ("eu-central-1", "pictures.example.com", "path", None),
    ("cn-north-1", "images", "virtual", None),
    ("us-gov-west-1", "images", "path", None),
    ("eu-west-1", "images", "path", "https://s3.example.com:8443/below"),
    ("eu-west-1", "arn:aws:s3:eu-west-1:123456789012:accesspoint/images", "virtual", None),
]


def own_session() -> AioSession:
    session = AioSession()
    session.register_component("data_loader", LOADER)
    return session


@pytest.mark.parametrize(("region", "bucket", "style", "endpoint"), PLACES)
async def test_the_endpoint_is_that_of_botocore(region: str, bucket: str, style: str, endpoint: str | None) -> None:
    addresses = []
    for session in (own_session(), AioSession()):
        made = aioboto3.Session("key", "secret", region_name=region, botocore_session=session)
        config = AioConfig(signature_version="s3v4", s3={"addressing_style": style})
        async with made.client("s3", endpoint_url=endpoint, config=config) as client:
            signed = await client.generate_presigned_url("get_object", {"Bucket": bucket, "Key": "a/b c"})
            addresses.append(signed.partition("?")[0])
    assert addresses[0] == addresses[1]
    assert addresses[0].endswith("/a/b%20c")


@pytest.mark.slow
@pytest.mark.parametrize("service", ["sts", "sso", "sso-oidc"])
async def test_the_endpoints_of_credentials_are_those_of_botocore(service: Any) -> None:
    sessions = own_session(), AioSession()
    for region in ("us-east-1", "eu-central-1", "cn-north-1", "us-gov-west-1"):
        addresses = []
        for session in sessions:
            async with session.create_client(service, region) as client:
                addresses.append(client.meta.endpoint_url)
        assert addresses[0] == addresses[1]


def test_no_endpoint_rule_reads_an_omitted_parameter() -> None:
    described = Loader().load_service_model("s3", "endpoint-rule-set-1")
    rules = json.dumps(described["rules"])
    assert '"ref": "Bucket"' in rules
    for name in UNUSED_PARAMETERS:
        assert name in described["parameters"]
        assert f'"{name}"' not in rules
        assert f"{{{name}" not in rules


async def test_the_endpoint_is_resolved_once_for_all_keys(make_storage: Callable[..., Storage]) -> None:
    async with make_storage() as storage:
        await storage.create_bucket()
        before = EndpointProvider.resolve_endpoint.cache_info()  # type: ignore[attr-defined]
        for number in range(5):
            data = b"%d" % number
            digest = sha256(data).hexdigest()
            await storage.put(f"key-{number}", BytesIO(data), content_type="text/plain", size=1, sha256_hex=digest)
        after = EndpointProvider.resolve_endpoint.cache_info()  # type: ignore[attr-defined]
        assert (after.misses - before.misses, after.hits - before.hits) in {(1, 4), (0, 5)}
        await storage.remove([f"key-{number}" for number in range(5)])
        await storage._client.delete_bucket(Bucket=storage.bucket)
