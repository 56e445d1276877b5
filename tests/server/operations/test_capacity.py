"""PostgreSQL without connections, memory or disk left, or with an unsuitable encoding or locale."""

from collections.abc import Sequence
from secrets import token_hex

import pytest
from pydantic import SecretStr

from server.operations.checking.check import check
from server.settings.settings import Settings
from tests.application import in_process
from tests.migrations.conftest import migrate
from tests.models.connections import as_owner, as_superuser, connected, database_name
from tests.server.observation.scraping import scrape
from tests.server.operations.readiness import READY, answer
from tests.services import PostgresService, with_database

CREATE = 'mutation Create { createTask(input: {prompt: "A fox"}) { task { id } } }'
PAGE = "query Page { tasks { nodes { id } } }"
FAILING = """
CREATE OR REPLACE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql
  AS $$ BEGIN RAISE 'as if' USING ERRCODE = '{}'; END $$;
CREATE OR REPLACE TRIGGER fail BEFORE INSERT ON user_task_history EXECUTE FUNCTION fail()
"""
UNAVAILABLE = (
    # disk_full, out_of_memory, too_many_connections
    *("53000", "53100", "53200", "53300", "53400"),
    # admin_shutdown, cannot_connect_now, io_error, connection_failure, read_only_sql_transaction
    *("57P01", "57P03", "57P05", "58030", "08006", "25006"),
)
CODES = dict.fromkeys(UNAVAILABLE, "UNAVAILABLE") | {
    "57014": "QUERY_TOO_COSTLY",  # query_canceled
    "XX000": "INTERNAL_SERVER_ERROR",
}
OTHERS = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()"

pytestmark = [pytest.mark.own_database, pytest.mark.usefixtures("check_each_time")]


async def wrong(settings: Settings, processes: int = 1) -> Sequence[str]:
    """Return what `./run check` finds wrong."""
    return [problem.what for problem in await check(settings, processes)]


@pytest.mark.slow
async def test_errors_of_postgresql_have_the_code_of_their_class(settings: Settings) -> None:
    async with as_owner(settings) as owner, in_process(settings) as application:
        for state, code in CODES.items():
            await owner.execute(FAILING.format(state))
            before = await scrape(application.http)
            assert (await application.new_client(role="admin").error(CREATE))["extensions"]["code"] == code, state
            after = await scrape(application.http)
            outcome = "refused" if code == "QUERY_TOO_COSTLY" else "failed"
            assert after.added(before, "task_record_requests_total", operation="Create", outcome=outcome) == 1


@pytest.mark.slow
async def test_missing_connections_and_a_full_disk_are_reported(settings: Settings, postgres: PostgresService) -> None:
    """The disk is as if it had a hundred kilobytes left."""
    name = database_name(settings)
    async with as_superuser(postgres, settings) as superuser, in_process(settings) as application:
        user = application.new_client()
        await user.data(PAGE)
        await superuser.execute(f'ALTER DATABASE "{name}" CONNECTION LIMIT 0')
        status, body = await answer(application.http)
        assert (status, body["problems"][0].partition(":")[0]) == (503, "PostgreSQL has no connection left")
        excluding = await application.http.get("/readyz?exclude=capacity")
        assert (excluding.status_code, excluding.json()["problems"]) == (200, body["problems"])
        await superuser.execute(OTHERS, name)
        for asked in (PAGE, CREATE):
            assert (await user.error(asked))["extensions"] == {"code": "UNAVAILABLE"}
        assert (await scrape(application.http)).value("task_record_dependency_up", dependency="capacity") == 0
        assert any("it has no connection left" in what for what in await wrong(settings))
        [problem] = await check(settings)
        assert problem.remedy.startswith("a higher max_connections")
        await superuser.execute(f'ALTER DATABASE "{name}" CONNECTION LIMIT -1')
        assert await answer(application.http) == READY
        await user.data(CREATE)
        await superuser.execute(f'ALTER DATABASE "{name}" SET temp_file_limit = 100')
        status, body = await answer(application.http)
        assert (status, body["problems"][0].partition(":")[0]) == (503, "PostgreSQL cannot write")
        assert any(what.startswith("PostgreSQL cannot write") for what in await wrong(settings))
        assert (await application.http.get("/readyz?exclude=capacity")).status_code == 200


@pytest.mark.slow
async def test_too_few_connections_and_rejected_writes_are_reported(
    settings: Settings, postgres: PostgresService
) -> None:
    assert await wrong(settings, 7) == []  # it accepts 300, less those that are reserved
    [what] = await wrong(settings, 8)
    assert what == "PostgreSQL accepts 297 connections; 8 server processes may need 336, 42 each."
    async with as_superuser(postgres, settings) as superuser:
        await superuser.execute(f'ALTER DATABASE "{database_name(settings)}" CONNECTION LIMIT 50')
        async with in_process(settings), in_process(settings) as second:
            await second.new_client().data(PAGE)
            [what] = await wrong(settings)
            assert what == "PostgreSQL accepts 50 connections; 2 server processes may need 84, 42 each."
        await superuser.execute(f'ALTER DATABASE "{database_name(settings)}" CONNECTION LIMIT -1')
    async with as_owner(settings) as owner:
        await owner.execute("ALTER TABLE task_record.integrity_findings ADD CHECK (kind <> 'check')")
    [what] = await wrong(settings)
    assert what.startswith("PostgreSQL rejects writes")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "reported"),
    [
        ("ENCODING 'SQL_ASCII' LOCALE 'C'", "The database's encoding is SQL_ASCII"),
        ("ENCODING 'LATIN1' LOCALE 'C'", "The database's encoding is LATIN1"),
        ("ENCODING 'UTF8' LOCALE 'C'", "The database's locale knows only English letters"),
        ("ENCODING 'UTF8' LOCALE 'C.UTF-8'", None),
    ],
)
async def test_an_unsuitable_encoding_or_locale_is_reported(
    settings: Settings, postgres: PostgresService, options: str, reported: str | None
) -> None:
    name = f"test_{token_hex(8)}"
    async with connected(with_database(postgres.superuser_url, "postgres")) as superuser:
        await superuser.execute(
            f"CREATE DATABASE {name} TEMPLATE template0 LOCALE_PROVIDER libc OWNER task_record_owner {options}"
        )
    urls = {
        field: SecretStr(with_database(getattr(settings, field).get_secret_value(), name))
        for field in ("database_url", "database_listen_url", "database_owner_url")
    }
    other = settings.model_copy(update=urls)
    await migrate(other)
    found = await wrong(other)
    assert [what.partition(",")[0].partition(" (")[0] for what in found] == ([reported] if reported else [])
