"""After an erasure no table has text that the user wrote, or that others wrote about them."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from asyncpg import Connection

from server.settings.settings import Settings
from tests.api import Client
from tests.application import Application
from tests.pictures import data_url, picture
from tests.resolvers.credits.ledger import PLANS
from tests.resolvers.retention.ages import with_plans
from tests.resolvers.webhooks.hooks import ALL_OF_TASKS, of_all_users

pytestmark = pytest.mark.own_database

MARK = "zebrafinch"
IMAGE = {"dataUrl": data_url(picture())}
COLUMNS = """SELECT format('%I.%I', table_schema, table_name) AS name, column_name FROM information_schema.columns
  JOIN information_schema.tables USING (table_schema, table_name)
  WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')
    AND data_type IN ('text', 'character varying', 'character', 'json', 'jsonb', 'bytea', 'ARRAY', 'USER-DEFINED')"""
READ = f"""query ($id: ID!, $task: ID!) {{ admin {{
  tasks(userId: $id, where: {{search: "{MARK}", modelVersion: ["{MARK}"]}}) {{ nodes {{ id }} }}
  all: tasks(where: {{search: "{MARK}", modelVersion: ["{MARK}"]}}) {{ nodes {{ id }} }}
  taskPlace(userId: $id, id: $task, where: {{search: "{MARK}", modelVersion: ["{MARK}"]}}) {{ before {{ value }} }}
  user(id: $id) {{ credits {{ entries {{ nodes {{ reason }} }} }} }} failures {{ errorMessage modelVersion }} }} }}"""


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    return with_plans(settings, tmp_path, PLANS)


async def marked(database: Connection) -> set[str]:
    """The columns of all tables in which the mark is."""
    found = set()
    for name, column in await database.fetch(COLUMNS):
        query = f'SELECT count(*) FROM {name} WHERE "{column}"::text ILIKE $1'
        if await database.fetchval(query, f"%{MARK}%"):
            found.add(f"{name}.{column}")
    return found


async def done(client: Client, name: str, result: str, **given: Any) -> Any:
    payload = await client.mutate(name, result, **given)
    assert payload["errors"] == [], payload
    return payload


@pytest.mark.slow
async def test_no_table_has_text_of_an_erased_user(application: Application, database: Connection) -> None:
    user, service = application.new_client(plan="priced"), application.new_client(role="service")
    administrator = application.new_client(role="admin")
    grant = {"id": str(uuid4()), "userId": str(user.id), "reason": f"For {MARK}"}
    await done(service, "grantCredits", "credits { available }", **grant, amount=50)
    given = {"url": f"https://{MARK}.example.com/{MARK}", "events": ALL_OF_TASKS}
    await done(user, "createWebhook", "webhook { id }", **given)
    async with of_all_users(administrator):
        written: dict[str, Any] = {"modelVersion": MARK, "externalId": MARK}
        written |= {"parameters": {MARK: 1}, "metadata": {"of": MARK}}
        first = await user.new_task(f"A {MARK}", originalImage=IMAGE, **written)
        await user.task("completeTask", id=first, image=IMAGE)
        failed = await user.new_task(f"A {MARK} again", modelVersion=MARK)
        await user.task("failTask", id=failed, errorMessage=f"No {MARK}")
        deleted = await user.new_task(f"Another {MARK}")
        await done(user, "deleteTask", "deletedTaskId", id=deleted)
        await done(administrator, "revokeCredits", "credits { held }", **grant | {"reason": f"{MARK} was refunded"})
        export = {"format": "CSV", "where": {"search": MARK, "modelVersion": [MARK]}}
        await done(administrator, "exportTasks", "export { url }", **export, userId=str(user.id))
        await administrator.data(READ, id=str(user.id), task=first)
    assert await marked(database) >= {
        *(f"public.user_task_history.{column}" for column in ("prompt", "model_version", "error_message", "metadata")),
        *("task_record.credit_entries.reason", "task_record.audit_entries.detail", "task_record.webhooks.url"),
        *("task_record.exports.conditions", "task_record.usage_models.model_version"),
    }
    before = await database.fetch("SELECT id, actor_id, action, user_id, count FROM task_record.audit_entries")
    erased = await done(administrator, "eraseUser", "erasure { id }", userId=str(user.id), dryRun=False)
    assert await marked(database) == set()
    after = {row["id"]: row for row in await database.fetch("SELECT * FROM task_record.audit_entries")}
    for row in before:
        assert dict(after[row["id"]]) | dict(row) == dict(after[row["id"]])
    details = {row["detail"] for row in after.values() if row["user_id"] == user.id}
    assert details == {"", f"tasks, with 2 images: erasure {erased['erasure']['id']}"}
