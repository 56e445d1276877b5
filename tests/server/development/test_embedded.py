import contextlib
import json
import os
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import aioboto3
import asyncpg
import httpx2
import pytest
from botocore.exceptions import ClientError

from server.development.embedded import EmbeddedServerError
from server.development.embedded.directories import data_directory
from server.development.embedded.embedded_servers import EmbeddedServers
from server.development.embedded.ports import choose_ports
from server.development.embedded.postgres import EmbeddedPostgres
from server.development.embedded.seaweedfs import EmbeddedObjectStorage
from server.development.embedded.secrets_file import EmbeddedSecrets
from tests.server.commands import environment
from tests.services import ObjectStorageService, PostgresService, service_directory, with_database

if TYPE_CHECKING:
    from types_aiobotocore_s3 import S3Client

LAUNCHER = """
import sys, time
from pathlib import Path
from server.development.embedded.embedded_servers import EmbeddedServers

with EmbeddedServers(Path(sys.argv[1])):
    print("ready", flush=True)
    time.sleep(60)
"""


@pytest.fixture(scope="module")
def used() -> Iterator[Path]:
    """A data directory for the servers of all tests in this module, so that the database is made once."""
    with service_directory() as directory:
        yield directory


async def execute(url: str, *statements: str) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(url)
    try:
        return [row for statement in statements for row in await connection.fetch(statement)]
    finally:
        await connection.close()


def client(storage: ObjectStorageService | EmbeddedObjectStorage) -> "AbstractAsyncContextManager[S3Client]":
    return aioboto3.Session().client(
        "s3",
        endpoint_url=storage.endpoint_url,
        region_name=storage.region,
        aws_access_key_id=storage.access_key_id,
        aws_secret_access_key=storage.secret_access_key,
    )


def server_pid(data: Path) -> int:
    return int((data / "postgres" / "postmaster.pid").read_text().split()[0])


async def test_a_new_database_belongs_to_an_owner_without_superuser_rights(postgres: PostgresService) -> None:
    name = await postgres.new_database()
    [row] = await execute(
        with_database(postgres.owner_url, name),
        "CREATE TABLE nouns (noun text)",
        "SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user",
    )
    assert tuple(row) == (False, False, True)


async def test_postgres_requires_the_password(postgres: PostgresService) -> None:
    wrong = postgres.owner_url.replace(str(urlsplit(postgres.owner_url).password), "wrong")
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(wrong)


async def test_object_storage_requires_the_key(object_storage: ObjectStorageService) -> None:
    async with client(replace(object_storage, secret_access_key="wrong")) as s3:
        with pytest.raises(ClientError, match="SignatureDoesNotMatch"):
            await s3.list_buckets()


@pytest.mark.slow
async def test_an_acknowledged_row_and_the_secrets_outlive_the_server(used: Path) -> None:
    with EmbeddedPostgres(used) as postgres:
        await execute(postgres.owner_url, "CREATE TABLE nouns (noun text)", "INSERT INTO nouns VALUES ('kept')")
        credentials = postgres.owner_url.split("@")[0]
        os.kill(server_pid(used), signal.SIGKILL)
    with EmbeddedPostgres(used) as postgres:
        assert [tuple(row) for row in await execute(postgres.owner_url, "SELECT noun FROM nouns")] == [("kept",)]
        assert postgres.owner_url.split("@")[0] == credentials


@pytest.mark.slow
async def test_object_storage_serves_objects_by_s3_only_and_retains_them_when_it_is_killed(data: Path) -> None:
    """It is killed because it does not stop. At the next start its ports are taken."""
    with EmbeddedObjectStorage(data) as storage:
        ports = json.loads((data / "ports.json").read_text())
        async with client(storage) as s3, httpx2.AsyncClient() as http:
            await s3.create_bucket(Bucket="images")
            await s3.put_object(Bucket="images", Key="private", Body=b"picture")
            for component in ("filer", "master", "volume"):
                for path in ("/buckets/images/private", "/images/private"):
                    answer = await http.get(f"http://127.0.0.1:{ports[component]}{path}")
                    assert answer.status_code >= 400, component
                    assert b"picture" not in answer.content, component
        assert storage._process
        os.kill(storage._process.pid, signal.SIGSTOP)
    with contextlib.ExitStack() as others:
        for port in ports.values():
            others.enter_context(socket.create_server(("127.0.0.1", port)))
        storage = others.enter_context(EmbeddedObjectStorage(data, durable=False))
        async with client(storage) as s3:
            assert await (await s3.get_object(Bucket="images", Key="private"))["Body"].read() == b"picture"


@pytest.mark.slow
def test_both_servers_stop_when_their_launcher_is_killed(used: Path) -> None:
    launcher = subprocess.Popen(
        [sys.executable, "-c", LAUNCHER, used], env=environment(), stdout=subprocess.PIPE, text=True
    )
    assert launcher.stdout
    assert launcher.stdout.readline() == "ready\n"
    launcher.kill()
    launcher.communicate()
    # These wait until the first servers have released their locks, and are refused if that takes too long.
    with EmbeddedServers(used, durable=False):
        pass


async def test_a_directory_in_use_is_refused_and_another_process_may_attach(used: Path) -> None:
    with EmbeddedPostgres(used, durable=False):
        with pytest.raises(EmbeddedServerError, match=f"{used} is in use already, by process {os.getpid()}."):
            EmbeddedPostgres(used).start()
        attached = EmbeddedPostgres(used)
        assert attached.attach()
        [row] = await execute(attached.owner_url, "SELECT current_user")
        assert row["current_user"] == "task_record_owner"
    assert not EmbeddedPostgres(used).attach()


def test_a_process_id_left_behind_may_be_another_programs_by_now(used: Path) -> None:
    with EmbeddedPostgres(used, durable=False):
        pass
    (used / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n{used}\n")
    with EmbeddedPostgres(used, durable=False):
        assert server_pid(used) != os.getpid()


@pytest.mark.slow
def test_secrets_are_for_their_owner_alone(data: Path) -> None:
    (data / "postgres.password").write_text("left by a start that was killed")
    with EmbeddedServers(data, durable=False):
        pass
    assert not (data / "postgres.password").exists()
    files = [path for path in data.rglob("*") if path.is_file()]
    secrets = set(json.loads((data / "secrets.json").read_text()).values())
    with_secrets = [path for path in files if any(secret.encode() in path.read_bytes() for secret in secrets)]
    assert data / "secrets.json" in with_secrets
    # Others cannot look into the servers' own directories at all.
    assert stat.S_IMODE((data / "postgres").stat().st_mode) == 0o700
    assert stat.S_IMODE((data / "objects").stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in with_secrets} == {0o600}
    assert "secret" not in repr(EmbeddedSecrets.load(data))


def test_no_port_is_the_one_that_seaweedfs_adds_to_another(tmp_path: Path) -> None:
    ports = choose_ports("127.0.0.1", [str(number) for number in range(400)], tmp_path / "ports.json").values()
    assert len(set(ports)) == 400
    assert not {port + 10_000 for port in ports} & set(ports)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root changes its account")
def test_root_moves_out_of_a_place_that_is_closed_to_the_servers_account(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    assert data_directory(tmp_path / "data").parent == Path("/var/lib/taskrecord")
    tmp_path.chmod(0o711)
