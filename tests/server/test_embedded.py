from urllib.parse import urlsplit

import aioboto3
import asyncpg
import pytest
from botocore.exceptions import ClientError

from tests.services import ObjectStorageService, PostgresService, with_database


async def test_a_new_database_belongs_to_the_owner_who_is_no_superuser(postgres: PostgresService) -> None:
    async with postgres.database() as name:
        connection = await asyncpg.connect(with_database(postgres.owner_url, name))
        try:
            await connection.execute("CREATE TABLE nouns (noun text)")
            row = await connection.fetchrow(
                "SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user"
            )
        finally:
            await connection.close()
    assert tuple(row) == (False, False, True)


async def test_postgres_asks_for_the_password(postgres: PostgresService) -> None:
    right = urlsplit(postgres.owner_url)
    wrong = postgres.owner_url.replace(str(right.password), "wrong")
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(wrong)


async def test_object_storage_asks_for_the_key(object_storage: ObjectStorageService) -> None:
    session = aioboto3.Session()
    async with session.client(
        "s3",
        endpoint_url=object_storage.endpoint_url,
        region_name=object_storage.region,
        aws_access_key_id=object_storage.access_key_id,
        aws_secret_access_key="wrong",
    ) as client:
        with pytest.raises(ClientError, match="SignatureDoesNotMatch"):
            await client.list_buckets()
