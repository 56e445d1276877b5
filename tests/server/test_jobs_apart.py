"""A job that fails for one user, webhook or erasure does not delay the others, and is done later."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple, cast
from uuid import UUID, uuid4

import asyncpg
import pytest
from pgqueuer import PgQueuer
from pgqueuer.models import Schedule

from models.background import COMPLAINTS, FAILURES
from models.images.job_queue import queries
from server.settings.settings import Settings
from server.stores.connections import open_database, open_storage
from server.worker import queue_of
from tests.application import in_process
from tests.models.connections import as_application, as_owner
from tests.server.worker_tables import IMAGES

pytestmark = [pytest.mark.own_database, pytest.mark.slow]

PATIENCE = 30.0
PLANS = '[pro]\ntask_types = ["image_generation"]\nmax_image_size = 1000000\nretention_days = 30\n'
REFUSE = """
CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_ARGV[0] IN (SELECT value FROM json_each_text(row_to_json(coalesce(NEW, OLD)))) THEN
    RAISE 'out of order';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$
"""
TASK = "INSERT INTO user_task_history (user_id, prompt, created_at) VALUES ($1, 'A fox', now() - interval '{age}')"
OVERDUE = """
INSERT INTO user_task_history (user_id, prompt, deadline)
SELECT $1, 'A fox', now() - interval '1 day' - CASE $2 WHEN 'locked' THEN interval '1 day' ELSE interval '0' END
FROM generate_series(1, CASE $2 WHEN 'locked' THEN 1100 ELSE 1 END)
"""
EXPIRED = """
DO $$ BEGIN
  PERFORM task_record.grant_credits(gen_random_uuid(), '{id}', 5, now() + interval '1 hour', 'bought');
  UPDATE task_record.credit_grants SET expires_at = now() - interval '1 minute' WHERE user_id = '{id}';
  UPDATE task_record.credit_accounts SET due_at = now() - interval '1 minute' WHERE user_id = '{id}';
END $$
"""
CLAIM = """
INSERT INTO task_record.image_uploads (id, user_id, task_id, key, created_at)
SELECT id, $1, id, format('task-history/%s/%s/original-%s', $1::uuid, id, id), now() - interval '2 days'
FROM gen_random_uuid() AS id
"""
DELIVERY = """
INSERT INTO task_record.webhook_deliveries (webhook_id, user_id, subject_id, type, data)
VALUES ($1, $1, $1, 'task.created', '{}')
"""
ERASURE = """
INSERT INTO task_record.erasures (user_id, tasks, images, sent_until) VALUES ($1, 0, 0, now() - interval '1 hour')
"""
RETAINED = f"""
DO $$ BEGIN
  INSERT INTO task_record.user_plans (user_id, plan) VALUES ('{{id}}', 'pro');
  INSERT INTO task_record.credit_accounts (user_id) VALUES ('{{id}}');
  {TASK.format(age="31 days").replace("$1", "'{id}'")};
END $$
"""
NOTED = f"""
DO $$ BEGIN
  {TASK.format(age="1 day").replace("$1", "'{id}'")};
END $$
"""
EXPORT = """
INSERT INTO task_record.exports (token_sha256, user_id, asked_by, format, conditions, expires_at)
VALUES ('$1', $1, $1, 'csv', '{}', now() - interval '1 minute')
""".replace("'$1'", "CAST($1 AS uuid)::text")


class Case(NamedTuple):
    """A job's work for a user, the lock of the user, and the table that refuses a row of one."""

    given: str
    lock: str
    table: str
    left: str
    """Counts the remaining work for the user `$1`."""


ROW = "SELECT FROM {} WHERE user_id = $1 FOR UPDATE"
CASES = {
    # By the job, and behind it the name of what it does, if that is another.
    "fail_overdue": Case(
        OVERDUE,
        ROW.format("user_task_statistics"),
        "user_task_statistics",
        "SELECT count(*) FROM user_task_history WHERE user_id = $1 AND status = 'pending'",
    ),
    "expire_credits": Case(
        EXPIRED,
        ROW.format("task_record.credit_accounts"),
        "task_record.credit_entries",
        "SELECT count(*) FROM task_record.credit_accounts WHERE user_id = $1 AND due_at < now()",
    ),
    "expire_uploads": Case(
        CLAIM,
        ROW.format("task_record.image_uploads"),
        "task_record.image_uploads",
        "SELECT count(*) FROM task_record.image_uploads WHERE user_id = $1",
    ),
    "expire_uploads: expire_exports": Case(
        EXPORT,
        ROW.format("task_record.exports"),
        "task_record.exports",
        "SELECT count(*) FROM task_record.exports WHERE user_id = $1",
    ),
    "forget_deliveries": Case(
        DELIVERY,
        ROW.format("task_record.webhook_deliveries"),
        "task_record.webhook_deliveries",
        "SELECT count(*) FROM task_record.webhook_deliveries WHERE user_id = $1",
    ),
    "count_changes": Case(
        TASK.format(age="1 day"),
        "SELECT FROM auth.users WHERE id = $1 FOR UPDATE",
        "task_record.user_ranking",
        "SELECT count(*) FROM task_record.overall_changes WHERE user_id = $1",
    ),
    "index_prompts": Case(
        NOTED,
        "SELECT FROM auth.users WHERE id = $1 FOR UPDATE",
        "task_record.prompt_tasks",
        "SELECT 1 - count(*) FROM task_record.prompt_tasks WHERE user_id = $1",
    ),
    "complete_erasures": Case(
        ERASURE,
        ROW.format("task_record.erasures"),
        "task_record.erasures",
        "SELECT count(*) FROM task_record.erasures WHERE user_id = $1 AND completed_at IS NULL",
    ),
    "purge": Case(
        RETAINED,
        ROW.format("task_record.credit_accounts"),
        "user_task_history",
        "SELECT count(*) FROM user_task_history WHERE user_id = $1 AND deleted_at IS NULL",
    ),
}
ELSEWHERE = {
    "number_changes": "below: it numbers the changes of all in one order, and writes nothing that one can refuse",
    "note_looks": "below, with images",
    "recount_usage": "it counts days, of rows that only the worker writes",
    "resume_removals": "each job is queued by itself",
}


@asynccontextmanager
async def jobs_of(settings: Settings) -> AsyncIterator[PgQueuer]:
    """The worker's queue, whose jobs do not start by themselves."""
    async with (
        open_database(settings) as database,
        open_storage(settings) as storage,
        as_application(settings) as connection,
    ):
        yield queue_of(database.parts[0], database, storage, settings.plans, True, await queries(connection))


async def run(queue: PgQueuer, job: str) -> None:
    [function] = [one.parameters.func for key, one in queue.sm.registry.items() if key.entrypoint == job]
    await function(cast("Schedule", None))  # type: ignore[call-arg]


@pytest.fixture
def planned(settings: Settings, tmp_path: Path) -> Settings:
    file = tmp_path / "plans.toml"
    file.write_text(PLANS)
    return Settings.model_validate({**settings.model_dump(), "plans_file": file})


async def until_nothing_is_left(owner: asyncpg.Connection, left: str, *users: UUID) -> None:
    async with asyncio.timeout(PATIENCE):
        for user in users:
            while await owner.fetchval(left, user):  # noqa: ASYNC110 - PostgreSQL notifies nobody
                await asyncio.sleep(0.05)


async def give(owner: asyncpg.Connection, case: Case) -> dict[str, UUID]:
    """Create users with work to do, and a table that refuses the rows of one; return their ids."""
    users = {name: uuid4() for name in ("locked", "broken", "first", "second")}
    for name, user_id in users.items():
        if case.given is not ERASURE:
            await owner.execute("INSERT INTO auth.users (id) VALUES ($1)", user_id)
        values = [user_id, name][: case.given.count("$1") and (2 if "$2" in case.given else 1)]
        await owner.execute(case.given if values else case.given.format(id=user_id), *values)
    await owner.execute(REFUSE)
    await owner.execute(
        f"CREATE TRIGGER refuse BEFORE INSERT OR UPDATE OR DELETE ON {case.table}"
        f" FOR EACH ROW EXECUTE FUNCTION refuse('{users['broken']}')"
    )
    return users


async def test_each_job_has_a_case(settings: Settings) -> None:
    async with jobs_of(settings) as queue:
        assert {str(key.entrypoint) for key in queue.sm.registry} == {*ELSEWHERE} | {
            case.partition(":")[0] for case in CASES
        }


@pytest.mark.parametrize("name", CASES)
async def test_a_locked_user_and_one_with_an_error_delay_nobody(planned: Settings, name: str) -> None:
    case, (job, _, work) = CASES[name], name.partition(": ")
    COMPLAINTS.clear()
    failed = FAILURES.labels(work or job)._value.get()
    async with as_owner(planned) as owner, as_owner(planned) as other, jobs_of(planned) as queue:
        users = await give(owner, case)
        async with other.transaction():
            await other.execute(case.lock, users["locked"])
            async with asyncio.timeout(PATIENCE):
                await run(queue, job)
            left = {name for name, user_id in users.items() if await owner.fetchval(case.left, user_id)}
            assert left == {"locked", "broken"}
        assert FAILURES.labels(work or job)._value.get() == failed + 1
        await run(queue, job)
        if job != "index_prompts":  # which has another job try until it is done
            assert await owner.fetchval(case.left, users["locked"]) == 0
        assert await owner.fetchval(case.left, users["broken"]) > 0
        await owner.execute(f"DROP TRIGGER refuse ON {case.table}")
        await run(queue, job)
        async with in_process(planned):
            await until_nothing_is_left(owner, case.left, users["locked"], users["broken"])


async def test_changes_are_counted_later_without_an_error_while_a_table_is_locked(settings: Settings) -> None:
    """As by an upgrade."""
    waiting = "SELECT count(*) FROM task_record.overall_changes"
    failed = FAILURES.labels("count_changes")._value.get()
    async with as_owner(settings) as owner, as_owner(settings) as other, jobs_of(settings) as queue:
        for user_id in (uuid4(), uuid4()):
            await owner.execute("INSERT INTO auth.users (id) VALUES ($1)", user_id)
            await owner.execute(TASK.format(age="1 day"), user_id)
        async with other.transaction():
            await other.execute("LOCK TABLE task_record.user_ranking IN SHARE MODE")
            async with asyncio.timeout(PATIENCE):
                await run(queue, "count_changes")
            assert await owner.fetchval(waiting) == 2
        await run(queue, "count_changes")
        assert await owner.fetchval(waiting) == 0
    assert FAILURES.labels("count_changes")._value.get() == failed


REPORTED = "SELECT number > $2 FROM task_record.task_changes WHERE task_id = $1"


async def test_a_locked_change_is_reported_later_and_the_others_now(settings: Settings) -> None:
    """As by the move of its user, which takes long."""
    async with as_owner(settings) as owner, as_owner(settings) as other, jobs_of(settings) as queue:
        users = [uuid4(), uuid4()]
        tasks = []
        for user_id in users:
            await owner.execute("INSERT INTO auth.users (id) VALUES ($1)", user_id)
            tasks.append(await owner.fetchval(TASK.format(age="1 day") + " RETURNING id", user_id))
        await run(queue, "number_changes")
        last = await owner.fetchval("SELECT number FROM task_record.told_changes")
        async with other.transaction():
            await other.execute("SELECT FROM task_record.task_changes WHERE task_id = $1 FOR UPDATE", tasks[0])
            await owner.execute("UPDATE user_task_history SET prompt = 'An owl'")
            for _ in range(2):
                async with asyncio.timeout(PATIENCE):
                    await run(queue, "number_changes")
                assert [await owner.fetchval(REPORTED, task, last) for task in tasks] == [False, True]
        await run(queue, "number_changes")
        assert [await owner.fetchval(REPORTED, task, last) for task in tasks] == [True, True]
        numbers = await owner.fetch("SELECT number FROM task_record.task_changes ORDER BY number")
        assert len({number for (number,) in numbers}) == 2
        assert await owner.fetchval("SELECT number FROM task_record.told_changes") == numbers[-1][0]


async def test_looks_of_images_whose_task_is_locked_are_recorded_later(planned: Settings) -> None:
    left = "SELECT 1 - count(*) FROM task_record.image_looks WHERE user_id = $1"
    async with in_process(planned) as application:
        users = {name: application.new_client() for name in ("locked", "broken", "first", "second")}
        for user in users.values():
            await user.task("createTask", prompt="A fox", originalImage=IMAGES[0])
    async with as_owner(planned) as owner, as_owner(planned) as other, jobs_of(planned) as queue:
        await owner.execute("DELETE FROM task_record.image_looks; DELETE FROM task_record.index_progress; " + REFUSE)
        await owner.execute(
            "CREATE TRIGGER refuse BEFORE INSERT ON task_record.image_looks"
            f" FOR EACH ROW EXECUTE FUNCTION refuse('{users['broken'].id}')"
        )
        await run(queue, "number_changes")
        async with other.transaction():
            await other.execute("SELECT FROM user_task_history WHERE user_id = $1 FOR UPDATE", users["locked"].id)
            async with asyncio.timeout(PATIENCE):
                await run(queue, "note_looks")
            assert {name for name, user in users.items() if await owner.fetchval(left, user.id)} == {"locked", "broken"}
        await owner.execute("DROP TRIGGER refuse ON task_record.image_looks")
        async with in_process(planned):
            await until_nothing_is_left(owner, left, users["locked"].id, users["broken"].id)


async def test_the_plan_of_a_locked_user_is_recorded_later_and_the_others_now(settings: Settings) -> None:
    """The plan of their tokens retains data longer."""
    plans = "SELECT plan FROM task_record.user_plans WHERE user_id = $1"
    async with in_process(settings) as application, as_owner(settings) as owner, as_owner(settings) as other:
        users = [application.new_client(plan="pro") for _ in range(3)]
        for user in users:
            await owner.execute("INSERT INTO auth.users (id) VALUES ($1)", user.id)
            await owner.execute("INSERT INTO task_record.user_plans (user_id, plan) VALUES ($1, 'free')", user.id)
        async with other.transaction():
            await other.execute("SELECT FROM task_record.user_plans WHERE user_id = $1 FOR UPDATE", users[0].id)
            await asyncio.gather(*(user.data("{ viewer { id } }") for user in users))
            async with asyncio.timeout(PATIENCE):
                while [await owner.fetchval(plans, user.id) for user in users] != ["free", "pro", "pro"]:  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
