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
from tests.migrations.conftest import assert_models_match, migrate
from tests.models.connections import as_owner
from tests.models.statistics.drift import drift

AT = datetime(2025, 9, 18, 14, 30, 0, 123456, tzinfo=UTC)
LATER = datetime(2025, 9, 18, 14, 31, tzinfo=UTC)
URL = "https://spotgitagent.s3.amazonaws.com/task-history/u/t"
INDEX = "user_task_history_user_id_created_at_id_idx"
TOTALS = "{ statistics { totalTasks successfulTasks failedTasks totalTokensUsed avgGenerationTimeMs } }"
LIST = f"{{ tasks(orderBy: {{field: TOKENS_USED, direction: ASC}}) {{ nodes {{ {TASK} }} }} }} {IMAGE}"

# Each has another number of tokens, which identifies it in tests; None becomes 0.
ROWS: list[dict[str, Any]] = [
    {"prompt": "no numbers", "tokens_used": None, "credits_deducted": None, "created_at": None, "updated_at": AT},
    {"prompt": "no times at all", "tokens_used": 1, "created_at": None, "updated_at": None, "status": "failed"},
    {"prompt": "no time of its end", "tokens_used": 2, "status": "completed", "created_at": AT, "updated_at": LATER},
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


@pytest.mark.slow
async def test_tables_and_tasks_of_the_original_design_are_migrated(
    original_design: Settings,
    application: Application,
    new_client: Callable[..., Client],
    user_id: UUID,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO", "migrations")
    await migrate(original_design)
    progress = [record.getMessage() for record in caplog.records if record.name.startswith("migrations")]
    assert (progress[0], progress[-1]) == ("Filling in what tasks lack.", "Counting statistics again.")
    assert f"Building the index {INDEX}." in progress
    assert await check(original_design) == []
    await assert_models_match(original_design)
    user = new_client(id=user_id)
    assert (await user.data(TOTALS))["statistics"] == {
        "totalTasks": 5,
        "successfulTasks": 2,
        "failedTasks": 1,
        "totalTokensUsed": 10,
        "avgGenerationTimeMs": 5000,
    }
    async with as_owner(original_design) as owner:
        triggers = await owner.fetch("SELECT tgname FROM pg_trigger WHERE tgrelid = 'user_task_history'::regclass")
        assert not {name for (name,) in triggers} & {"trigger_update_statistics", "update_user_task_history_updated_at"}
        assert await drift(owner) == []
        aside = await owner.fetch(
            "SELECT period_type, sum(total_tasks) FROM task_record.original_user_task_statistics GROUP BY 1"
        )
        assert [tuple(row) for row in aside] == [("daily", len(ROWS))]
    await tasks_and_addresses_still_work(user)


async def tasks_and_addresses_still_work(user: Client) -> None:
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
@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"status": "cancelled"}, "status cancelled"),
        ({"task_type": "video"}, "type video"),
        ({"tokens_used": -1}, "negative number"),
    ],
)
async def test_an_invalid_row_is_named_and_nothing_is_changed(
    original_design: Settings, user_id: UUID, wrong: dict[str, Any], named: str
) -> None:
    task_id = uuid4()
    async with as_owner(original_design) as owner:
        await owner.execute("ALTER TABLE user_task_history FORCE ROW LEVEL SECURITY")
        await owner.execute("CREATE POLICY migrations ON user_task_history TO CURRENT_USER USING (true)")
        await insert(owner, user_id, prompt="wrong", id=task_id, **wrong)
        before = await owner.fetch("SELECT * FROM user_task_history ORDER BY id")
        with pytest.raises(Exception, match=str(task_id)) as caught:
            await migrate(original_design)
        assert named in str(caught.value)
        assert "Nothing was changed" in str(caught.value)
        assert await owner.fetch("SELECT * FROM user_task_history ORDER BY id") == before
        assert await owner.fetchval("SELECT to_regnamespace('task_record')") is None
        await owner.execute("DELETE FROM user_task_history WHERE id = $1", task_id)
    await migrate(original_design)
    assert await check(original_design) == []


async def test_rows_hidden_from_their_owner_are_also_checked(original_design: Settings, user_id: UUID) -> None:
    async with as_owner(original_design) as owner:
        await insert(owner, user_id, prompt="wrong", status="cancelled")
        await owner.execute("ALTER TABLE user_task_history FORCE ROW LEVEL SECURITY")
    with pytest.raises(Exception, match="status cancelled"):
        await migrate(original_design)


@pytest.mark.slow
async def test_keys_of_objects_that_a_task_does_not_own_are_reported(
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
        warnings = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
        assert warnings == [f"{what} Next: {remedy}"]
        assert await check(original_design) == [Problem(what, remedy)]
        for n in range(11):
            await insert(owner, user_id, prompt="of another layout", aws_original_key=f"pictures/{n}.png")
        *first, last = await check(original_design)
        assert [" names the object " in fault.what for fault in first] == [True] * 5
        assert last == Problem("Such keys in all: 12.", "SELECT * FROM task_record.unowned_objects lists them")
        await owner.execute("UPDATE user_task_history SET aws_generated_key = NULL, aws_original_key = NULL")
    assert await check(original_design) == []
