"""`/readyz` and `./run check` report each fault with its remedy until it is repaired."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from secrets import token_hex
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import asyncpg
import httpx2
import pytest
from pydantic import SecretStr

from migrations.revisions import head
from server.operations.checking.check import check
from server.settings.settings import Settings
from tests.application import in_process
from tests.migrations.conftest import migrate
from tests.models.connections import as_owner, as_superuser, connected, database_name
from tests.server.operations.readiness import READY, answer
from tests.services import PostgresService, with_database

PASSWORD = "secret"
OWN = "(SELECT auth.uid()) = user_id"
POLICIES = (
    ("ALTER POLICY own_select ON user_task_history USING (true)", "own_select on public.user_task_history"),
    ("ALTER POLICY own_update ON user_task_history USING (true)", "own_update on public.user_task_history"),
    ("ALTER POLICY own_update ON user_task_history WITH CHECK (true)", "own_update on public.user_task_history"),
    # Users could write past this server.
    (f"ALTER POLICY own_insert ON user_task_history WITH CHECK ({OWN})", "own_insert on public.user_task_history"),
    (
        f"ALTER POLICY own_select ON task_record.image_uploads USING ({OWN} OR size > 0)",
        "own_select on task_record.image_uploads",
    ),
    ("ALTER POLICY service ON user_task_history TO PUBLIC", "service on public.user_task_history"),
    ("CREATE POLICY extra ON user_task_history FOR SELECT USING (true)", "extra on public.user_task_history"),
    ("ALTER POLICY board_select ON task_record.boards USING (true)", "board_select on task_record.boards"),
    # Members could read tasks that are on no board, and each member the invitations of a board.
    (
        "ALTER POLICY board_select ON user_task_history USING (deleted_at IS NULL AND trashed_at IS NULL)",
        "board_select on public.user_task_history",
    ),
    (
        "ALTER POLICY board_select ON task_record.board_invitations"
        " USING (board_id = ANY ((SELECT task_record.caller_boards(false))::uuid[]))",
        "board_select on task_record.board_invitations",
    ),
    (
        f"CREATE POLICY own_select ON task_record.audit_entries FOR SELECT TO authenticated USING ({OWN})",
        "own_select on task_record.audit_entries",
    ),
)
FAULTS = {statement: f"The policy {name} is not the one" for statement, name in POLICIES} | {
    (NO_POLICY := "DROP POLICY own_delete ON user_task_statistics"): (
        "The policy own_delete is missing on public.user_task_statistics"
    ),
    "GRANT SELECT ON user_task_history TO board_reader": (
        "The role board_reader may read of a task what is its user's alone"
    ),
    "GRANT DELETE ON task_record.board_tasks TO board_reader": "The role board_reader may change a table",
    (NOT_FORCED := "ALTER TABLE user_task_history NO FORCE ROW LEVEL SECURITY"): (
        "Row-level security is not forced on public.user_task_history"
    ),
    (OFF := "ALTER TABLE user_task_statistics DISABLE ROW LEVEL SECURITY"): (
        "Row-level security is not enabled on public.user_task_statistics"
    ),
    "GRANT TRUNCATE ON user_task_history TO authenticated": "The role authenticated may truncate",
    "GRANT SELECT ON task_record.recorded_objects TO authenticated": (
        "The role authenticated may read a view, past the policies of its tables"
    ),
    "GRANT SELECT ON task_record.audit_entries TO authenticated": (
        "The role authenticated may read or write a table that is for the server alone"
    ),
    "GRANT SELECT ON user_task_statistics TO PUBLIC": "has rights on the tables without taking a role",
    (RENAMED := "ALTER TABLE task_record.image_uploads RENAME TO elsewhere"): (
        "The table task_record.image_uploads is missing"
    ),
    (BEHIND := "UPDATE task_record.alembic_version SET version_num = '0001'"): (
        f"The database is at version 0001, this server at {head()}. Next: ./run migrate"
    ),
}
"""The reported problem, by the statement that causes it."""
REPAIRS = {
    RENAMED: "ALTER TABLE task_record.elsewhere RENAME TO image_uploads",
    BEHIND: f"UPDATE task_record.alembic_version SET version_num = '{head()}'",
}
"""The statements that repair faults whose reported remedy is not a statement."""


pytestmark = pytest.mark.usefixtures("check_each_time")


@pytest.mark.slow
@pytest.mark.own_database
async def test_each_fault_is_reported_until_it_is_repaired(settings: Settings, http: httpx2.AsyncClient) -> None:
    """By a server that is alive; several at once, too."""
    assert await answer(http) == READY
    assert await check(settings) == []
    async with as_owner(settings) as owner:
        for breaking, reported in FAULTS.items():
            await owner.execute(breaking)
            status, body = await answer(http)
            assert (status, body["ready"]) == (503, False), breaking
            [problem] = body["problems"]
            assert reported in problem, breaking
            [fault] = await check(settings)
            assert str(fault) == problem, breaking
            await owner.execute(REPAIRS.get(breaking) or fault.remedy.removeprefix("As the owner: "))
            assert await answer(http) == READY, breaking
        for breaking in (NO_POLICY, NOT_FORCED, OFF):
            await owner.execute(breaking)
    status, body = await answer(http)
    assert (status, len(body["problems"])) == (503, 3)
    alive = await http.get("/healthz")
    assert (alive.status_code, alive.text.splitlines()[0]) == (200, "ok")


@pytest.mark.slow
async def test_a_connection_as_the_owner_is_reported(settings: Settings, postgres: PostgresService) -> None:
    owner = settings.model_copy(update={"database_url": settings.database_owner_url})
    assert "owns the tables" in " ".join(map(str, await check(owner)))
    superuser_url = SecretStr(with_database(postgres.superuser_url, database_name(settings)))
    superuser = settings.model_copy(update={"database_url": superuser_url})
    assert "is a superuser" in " ".join(map(str, await check(superuser)))


@asynccontextmanager
async def login_role(superuser: asyncpg.Connection, options: str) -> AsyncIterator[str]:
    """Create a login role for the context; roles belong to the cluster, which other tests share."""
    name = f"test_{token_hex(8)}"
    await superuser.execute(f"CREATE ROLE {name} LOGIN {options} PASSWORD '{PASSWORD}'")
    try:
        yield name
    finally:
        await superuser.execute(f"DROP OWNED BY {name}")
        await superuser.execute(f"DROP ROLE {name}")


def as_role(settings: Settings, name: str, password: str = PASSWORD) -> Settings:
    parts = urlsplit(settings.database_url.get_secret_value())
    url = parts._replace(netloc=f"{name}:{password}@").geturl()
    return settings.model_copy(update={"database_url": SecretStr(url), "database_listen_url": SecretStr(url)})


@pytest.mark.slow
@pytest.mark.own_database
@pytest.mark.parametrize(
    ("options", "granted", "reported"),
    [
        ("INHERIT", "authenticated, service_role", "has rights on the tables without taking a role"),
        ("NOINHERIT BYPASSRLS", "authenticated, service_role", "has BYPASSRLS"),
        ("NOINHERIT", "authenticated", "may not take the roles authenticated, service_role and board_reader"),
        ("NOINHERIT", "authenticated, service_role, task_record_owner", "is a member of their owner"),
    ],
)
async def test_a_login_role_with_other_rights_is_reported(
    settings: Settings, postgres: PostgresService, options: str, granted: str, reported: str
) -> None:
    async with as_superuser(postgres, settings) as superuser, login_role(superuser, options) as name:
        await superuser.execute(f"GRANT {granted} TO {name}")
        await superuser.execute(f"GRANT USAGE ON SCHEMA task_record TO {name}")
        await superuser.execute(f"GRANT SELECT ON task_record.alembic_version TO {name}")
        assert reported in " ".join(map(str, await check(as_role(settings, name))))


@pytest.mark.slow
@pytest.mark.own_database
async def test_a_login_role_that_inherits_is_repaired_by_migrate(settings: Settings, postgres: PostgresService) -> None:
    """`CREATE ROLE … LOGIN` makes such a role, so operators are likely to have one."""
    async with as_superuser(postgres, settings) as superuser, login_role(superuser, "") as name:
        changed = as_role(settings, name)
        await migrate(changed)
        assert await check(changed) == []


async def test_storage_that_cannot_be_used_is_reported(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bucket that does not exist, storage that is down, and missing credentials."""
    async with in_process(settings, s3_bucket_name="there-is-no-such-bucket") as application:
        what = "There is no bucket there-is-no-such-bucket."
        problem = f"{what} Next: ./run migrate, which creates it, or correct S3_BUCKET_NAME"
        assert await answer(application.http) == (503, {"ready": False, "problems": [problem]})
    [fault] = await check(settings.model_copy(update={"aws_endpoint_url_s3": "http://127.0.0.1:1"}))
    assert fault.what.startswith("Object storage cannot be reached")
    assert fault.remedy.startswith("AWS_ENDPOINT_URL_S3=")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, "/nonexistent")
    without = {"aws_access_key_id": None, "aws_secret_access_key": None}
    database, storage = await check(
        settings.model_copy(update=without | {"statistics_time_zone": ZoneInfo("Asia/Shanghai")})
    )
    assert database.what.startswith("Days begin in UTC")
    assert storage.what == "There are no credentials for object storage."
    assert storage.remedy.startswith("AWS_ACCESS_KEY_ID=")


async def test_an_address_that_cannot_be_used_is_reported_with_its_remedy(settings: Settings, tmp_path: Path) -> None:
    authority = tmp_path / "authority.pem"
    authority.write_text("not a certificate")
    own, nowhere = settings.database_url.get_secret_value(), "postgresql://u:p@127.0.0.1:1/d"
    role = str(urlsplit(own).username)
    wrong_password = as_role(settings, role, "not-the-password").database_url.get_secret_value()
    for url, what, remedy in (
        (wrong_password, f"PostgreSQL knows no role {role} with this password.", "./run migrate"),
        (with_database(own, "nowhere"), "there is no database nowhere", "As a superuser: CREATE DATABASE nowhere"),
        (nowhere, "", "DATABASE_URL="),
        ("postgresql://u:p@nowhere.invalid/d", "no host is known as nowhere.invalid", "DATABASE_URL="),
        (f"{own}&connect_timeout=3", 'unrecognized configuration parameter "connect_timeout"', "DATABASE_URL="),
        (f"{nowhere}?sslmode=verify-full&sslrootcert=/nowhere.pem", "there is no file /nowhere.pem", "which exists"),
        (f"{nowhere}?sslmode=verify-full&sslrootcert={authority}", "TLS fails, ", "sslrootcert=FILE"),
        (f"{own}&target_session_attrs=maybe", "target_session_attrs is expected to be one of", "after the ?"),
        (f"{own}&target_session_attrs=read-only", "None of the hosts match", "DATABASE_URL with a host"),
    ):
        [fault] = await check(settings.model_copy(update={"database_url": SecretStr(url)}))
        assert fault.what.startswith(f"The database cannot be used: {what}")
        assert remedy in fault.remedy
        assert "not-the-password" not in str(fault)

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(8)
        writer.write(b"N")
        writer.close()

    async with await asyncio.start_server(refuse, "127.0.0.1") as server:
        host, port = server.sockets[0].getsockname()
        without_tls = SecretStr(f"postgresql://u:p@{host}:{port}/d?sslmode=require")
        [fault] = await check(settings.model_copy(update={"database_url": without_tls}))
    assert fault.what == "The database cannot be used: it offers no TLS."
    assert fault.remedy == "ssl = on in PostgreSQL, or DATABASE_URL without sslmode"


async def test_an_address_that_does_not_answer_is_reported_soon(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.pool.CONNECT_TIMEOUT", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"127.0.0.1:{silent.getsockname()[1]}/d"
        url = SecretStr(f"postgresql://u:p@{address}")
        async with asyncio.timeout(20):
            [fault] = await check(settings.model_copy(update={"database_url": url}))
    assert fault.what == f"The database cannot be used: {address} does not answer in time."
    assert fault.remedy.startswith("DATABASE_URL=")
    assert "stopped" in fault.remedy


@pytest.mark.own_database
async def test_a_database_that_is_down_for_a_while(
    settings: Settings, postgres: PostgresService, http: httpx2.AsyncClient
) -> None:
    assert await answer(http) == READY
    name = database_name(settings)
    async with connected(with_database(postgres.superuser_url, "postgres")) as superuser:
        await superuser.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        await superuser.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", name)
        for _ in range(2):
            status, body = await answer(http)
            assert status == 503
            assert body["problems"][0].startswith("The database cannot be used")
        await superuser.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    async with asyncio.timeout(10):
        while await answer(http) != READY:  # noqa: ASYNC110 - nothing notifies
            await asyncio.sleep(0.1)
