"""Migrating the tables of the original design, with rows of every kind."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from server.operations.checking.check import check
from server.operations.checking.problem import Problem
from server.settings.settings import Settings
from tests.api import IMAGE, TASK, Client
from tests.application import Application
from tests.migrations.conftest import migrate
from tests.models.connections import as_owner
from tests.models.statistics.drift import drift

AT = datetime(2025, 9, 18, 14, 30, 0, 123456, tzinfo=UTC)
LATER = datetime(2025, 9, 18, 14, 31, tzinfo=UTC)
URL = "https://spotgitagent.s3.amazonaws.com/task-history/u/t"
INDEX = "user_task_history_user_id_created_at_id_idx"
LIST = f"{{ tasks(orderBy: {{field: TOKENS_USED, direction: ASC}}) {{ nodes {{ {TASK} }} }} }} {IMAGE}"

# Each has another number of tokens, by which tests tell them apart; None becomes 0.
ROWS: list[dict[str, Any]] = [
    {"prompt": "no numbers", "tokens_used": None, "credits_deducted": None, "created_at": None, "updated_at": AT},
    {"prompt": "no times at all", "tokens_used": 1, "created_at": None, "updated_at": None, "status": "failed"},
    {"prompt": "an end untold", "tokens_used": 2, "status": "completed", "created_at": AT, "updated_at": LATER},
    {"prompt": "一只小狗", "tokens_used": 3, "status": "processing", "task_type": "image_edit", "created_at": AT},
    {
        "prompt": "all of it",
        "tokens_used": 4,
        "credits_deducted": 5,
        "status": "completed",
        "task_type": "template_generation",
        "original_image_url": f"{URL}/original.png",
        "generated_image_url": f"{URL}/generated.jpg",
        "aws_original_key": "task-history/{user_id}/{task_id}/original.png",
        "aws_generated_key": "task-history/{user_id}/{task_id}/generated.jpg",
        "aspect_ratio": "1:1",
        "model_version": "gemini-1.5-pro",
        "generation_time_ms": 5000,
        "created_at": AT,
        "updated_at": LATER,
        "completed_at": LATER,
    },
]


async def insert(owner: asyncpg.Connection, user_id: UUID, **row: Any) -> None:
    columns = ", ".join(["user_id", *row])
    places = ", ".join(f"${n}" for n in range(1, len(row) + 2))
    await owner.execute(f"INSERT INTO user_task_history ({columns}) VALUES ({places})", user_id, *row.values())


@pytest.fixture
async def user_id(original_design: Settings) -> UUID:
    """The id of a user with a task of every kind."""
    user_id = uuid4()
    async with as_owner(original_design) as owner:
        await owner.execute("INSERT INTO auth.users (id) VALUES ($1)", user_id)
        for row in ROWS:
            task_id = uuid4()
            keys = {name: row[name].format(user_id=user_id, task_id=task_id) for name in row if name.endswith("_key")}
            await insert(owner, user_id, **row | keys, id=task_id)
    return user_id


@pytest.fixture
async def migrated(original_design: Settings, user_id: UUID) -> Settings:
    assert user_id
    await migrate(original_design)
    return original_design


@pytest.mark.slow
async def test_it_ends_in_a_server_that_is_ready(migrated: Settings) -> None:
    assert await check(migrated) == []


@pytest.mark.slow
async def test_it_tells_what_takes_long(
    original_design: Settings, user_id: UUID, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "migrations")
    await migrate(original_design)
    first, *_, last = caplog.messages
    assert (first, last) == ("Filling in what tasks lack.", "Counting statistics again.")
    assert f"Building the index {INDEX}." in caplog.messages


@pytest.mark.slow
async def test_tasks_and_image_addresses_go_on_working(
    migrated: Settings, application: Application, new_client: Callable[..., Client], user_id: UUID
) -> None:
    user = new_client(id=user_id)
    tasks = (await user.data(LIST))["tasks"]["nodes"]
    assert [task["prompt"] for task in tasks] == [row["prompt"] for row in ROWS]
    assert [task["tokensUsed"] for task in tasks] == [0, 1, 2, 3, 4]
    assert [task["status"] for task in tasks] == ["PENDING", "FAILED", "COMPLETED", "PROCESSING", "COMPLETED"]
    assert [task["createdAt"] for task in tasks[2:]] == [AT.isoformat()] * 3
    assert tasks[0]["createdAt"] == AT.isoformat()
    assert [task["completedAt"] is None for task in tasks] == [True, False, False, True, False]
    assert tasks[2]["completedAt"] == LATER.isoformat()
    unknown = dict.fromkeys(["expiresAt", "contentType", "width", "height", "size", "sha256", "thumbHash"])
    for kind, address in (("originalImage", f"{URL}/original.png"), ("generatedImage", f"{URL}/generated.jpg")):
        assert tasks[4][kind] == {"url": address, "thumbnail": address, **unknown}
    failed = await user.task("failTask", id=tasks[3]["id"], errorMessage="at last")
    assert failed["status"] == "FAILED"
    deleted = await user.mutate("deleteTask", "deletedTaskId", id=tasks[4]["id"])
    assert deleted == {"deletedTaskId": tasks[4]["id"], "errors": []}


@pytest.mark.slow
async def test_statistics_are_counted_anew_and_the_old_ones_kept_aside(
    migrated: Settings, application: Application, new_client: Callable[..., Client], user_id: UUID
) -> None:
    totals = "{ statistics { totalTasks successfulTasks failedTasks totalTokensUsed avgGenerationTimeMs } }"
    assert (await new_client(id=user_id).data(totals))["statistics"] == {
        "totalTasks": 5,
        "successfulTasks": 2,
        "failedTasks": 1,
        "totalTokensUsed": 10,
        "avgGenerationTimeMs": 5000,
    }
    async with as_owner(migrated) as owner:
        assert await drift(owner) == []
        aside = await owner.fetch("SELECT DISTINCT period_type FROM task_record.original_user_task_statistics")
        assert [row["period_type"] for row in aside] == ["daily"]
        counted = await owner.fetchval("SELECT sum(total_tasks) FROM task_record.original_user_task_statistics")
        assert counted == len(ROWS)


@pytest.mark.slow
async def test_triggers_policies_and_indexes_are_replaced(migrated: Settings) -> None:
    async with as_owner(migrated) as owner:
        triggers = await owner.fetch(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'user_task_history'::regclass AND NOT tgisinternal"
        )
        policies = await owner.fetch("SELECT policyname FROM pg_policies WHERE tablename = 'user_task_history'")
        indexes = await owner.fetch("SELECT indexname FROM pg_indexes WHERE tablename = 'user_task_history'")
    assert not {name for (name,) in triggers} & {"trigger_update_statistics", "update_user_task_history_updated_at"}
    assert {name for (name,) in policies} == {
        *("own_select", "own_insert", "own_update", "own_delete", "service", "owner", "board_select"),
    }
    assert {name for (name,) in indexes} == {
        "user_task_history_pkey",
        "user_task_history_aws_original_key_idx",
        "user_task_history_aws_generated_key_idx",
        "user_task_history_failed_completed_at_idx",
        "user_task_history_created_at_id_idx",
        "user_task_history_unfinished_idx",
        "user_task_history_user_id_created_at_id_idx",
        "user_task_history_user_id_starred_idx",
        "user_task_history_user_id_trashed_at_id_idx",
        "user_task_history_user_id_rated_created_at_idx",
        "user_task_history_user_id_updated_at_idx",
        "user_task_history_user_id_external_id_idx",
        "user_task_history_deadline_idx",
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"status": "cancelled"}, "status cancelled"),
        ({"task_type": "video"}, "type video"),
        ({"tokens_used": -1}, "negative number"),
    ],
)
async def test_a_row_that_cannot_be_kept_is_named_and_nothing_is_changed(
    original_design: Settings, user_id: UUID, wrong: dict[str, Any], told: str
) -> None:
    task_id = uuid4()
    async with as_owner(original_design) as owner:
        await owner.execute("ALTER TABLE user_task_history FORCE ROW LEVEL SECURITY")
        await owner.execute("CREATE POLICY migrations ON user_task_history TO CURRENT_USER USING (true)")
        await insert(owner, user_id, prompt="wrong", id=task_id, **wrong)
        before = await owner.fetch("SELECT * FROM user_task_history ORDER BY id")
        with pytest.raises(Exception, match=str(task_id)) as caught:
            await migrate(original_design)
        assert told in str(caught.value)
        assert "Nothing was changed" in str(caught.value)
        assert await owner.fetch("SELECT * FROM user_task_history ORDER BY id") == before
        assert await owner.fetchval("SELECT to_regnamespace('task_record')") is None
        await owner.execute("DELETE FROM user_task_history WHERE id = $1", task_id)
    await migrate(original_design)
    assert await check(original_design) == []


async def test_rows_hidden_from_their_owner_are_looked_at_too(original_design: Settings, user_id: UUID) -> None:
    async with as_owner(original_design) as owner:
        await insert(owner, user_id, prompt="wrong", status="cancelled")
        await owner.execute("ALTER TABLE user_task_history FORCE ROW LEVEL SECURITY")
    with pytest.raises(Exception, match="status cancelled"):
        await migrate(original_design)


@pytest.mark.slow
async def test_keys_of_objects_that_are_not_a_tasks_own_are_told(
    original_design: Settings, user_id: UUID, caplog: pytest.LogCaptureFixture
) -> None:
    thief, stolen = uuid4(), uuid4()
    async with as_owner(original_design) as owner:
        key = await owner.fetchval("SELECT aws_generated_key FROM user_task_history WHERE aws_generated_key <> ''")
        await owner.execute("INSERT INTO auth.users (id) VALUES ($1)", thief)
        await insert(owner, thief, id=stolen, prompt="not mine", aws_generated_key=key)
        await migrate(original_design)
        what = (
            f"Task {stolen} names the object {key}, which is not its own: no address is signed for it, and it is not "
            "removed with the task."
        )
        remedy = f"copy it to task-history/{thief}/{stolen}/ and, as the owner, name that instead, or name none"
        told = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
        assert told == [f"{what} Next: {remedy}"]
        assert await check(original_design) == [Problem(what, remedy)]
        await owner.execute("UPDATE user_task_history SET aws_generated_key = NULL WHERE id = $1", stolen)
    assert await check(original_design) == []


@pytest.mark.slow
async def test_of_many_such_keys_the_first_are_told_and_their_number(original_design: Settings, user_id: UUID) -> None:
    async with as_owner(original_design) as owner:
        for n in range(12):
            await insert(owner, user_id, prompt="of another layout", aws_original_key=f"pictures/{n}.png")
    await migrate(original_design)
    *first, last = await check(original_design)
    assert [" names the object pictures/" in fault.what for fault in first] == [True] * 5
    assert last == Problem("Such keys in all: 12.", "SELECT * FROM task_record.unowned_objects lists them")
