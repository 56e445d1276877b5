import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial

import pytest
from moto.server import ThreadedMotoServer

from storage.objects import Storage
from tests.services import ObjectStorageService


@pytest.fixture
def make_storage(object_storage: ObjectStorageService) -> Callable[..., Storage]:
    """Makes a `Storage` on a bucket of the test's own, which does not exist yet."""
    return partial(
        Storage,
        bucket=f"test-{uuid.uuid4().hex}",
        region=object_storage.region,
        endpoint_url=object_storage.endpoint_url,
        access_key_id=object_storage.access_key_id,
        secret_access_key=object_storage.secret_access_key,
    )


@pytest.fixture
async def storage(make_storage: Callable[..., Storage]) -> AsyncIterator[Storage]:
    async with make_storage() as storage:
        await storage.create_bucket()
        yield storage
        await drop_bucket(storage)


@pytest.fixture
def aws() -> Iterator[str]:
    """The URL of a server that behaves as S3 of AWS does: moto."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


async def drop_bucket(storage: Storage) -> None:
    client = storage._client
    listed = await client.list_objects_v2(Bucket=storage.bucket)
    await storage.remove([item["Key"] for item in listed.get("Contents", [])])
    await client.delete_bucket(Bucket=storage.bucket)
