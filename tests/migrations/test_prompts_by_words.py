"""Prompts that are indexed by an earlier release come to count by their words, and stay so while its servers run."""

import json
from uuid import uuid4

import asyncpg

from migrations.migrate import make_empty
from models.finding.prompt_tables import FEATURE_BITS
from server.settings.settings import Settings
from tests.migrations.conftest import migrate
from tests.models.connections import as_owner

PROMPTS = ["therapist at work", "the rapist at work", "Therapist  at work", "a fox", "a fox"]
USER, KEY, OTHER = uuid4(), uuid4(), uuid4()
BEFORE = f"""
INSERT INTO auth.users (id) VALUES ($1);
INSERT INTO user_task_history (user_id, prompt, created_at)
SELECT $1, prompt, now() + number * interval '1 second' FROM unnest($2::text[]) WITH ORDINALITY AS one (prompt, number);
INSERT INTO task_record.prompt_tasks (task_id, user_id, key, created_at, is_completed, is_failed, credits_deducted,
  labels)
SELECT id, user_id, CASE WHEN prompt = 'a fox' THEN $4::uuid ELSE $3 END, created_at, false, false, 0, '{{work}}'
FROM user_task_history;
INSERT INTO task_record.prompts (user_id, key, features, labels, version, task_count, completed_tasks, failed_tasks,
  credits_deducted)
SELECT user_id, key, repeat('1', {FEATURE_BITS})::bit({FEATURE_BITS}), '{{work}}', '3-before', count(*), 0, 0, 0
FROM task_record.prompt_tasks GROUP BY user_id, key;
"""
AFTER = """
SELECT prompt.task_count, lower(task.prompt) AS text, prompt.labels, prompt.version,
  prompt.key = task_record.prompt_key(task.prompt) AS is_right
FROM task_record.prompts AS prompt JOIN user_task_history AS task ON task.id = prompt.task_id ORDER BY 1 DESC, 2
"""


async def index(database: asyncpg.Connection, prompt: str, version: str, label: str) -> None:
    """Index a task with the prompt, as servers of a release do."""
    task = await database.fetchval(
        "INSERT INTO user_task_history (user_id, prompt) VALUES ($1, $2) RETURNING id", USER, prompt
    )
    known = [{"key": str(KEY), "features": "0" * FEATURE_BITS, "grams": None, "labels": [label], "version": version}]
    count = "SELECT task_record.count_prompts($1, $2, $3, $4)"
    await database.execute(count, [task], [USER], [KEY], json.dumps(known))


async def test_prompts_that_differ_in_blanks_are_separated(settings: Settings) -> None:
    url = settings.database_owner_url.get_secret_value()
    async with as_owner(settings) as database:
        await make_empty(url, "0059", "UTC")
        for statement in BEFORE.split(";\n")[:-1]:
            given = [USER, PROMPTS, KEY, OTHER]
            numbers = sorted({int(number) for number in "1234" if f"${number}" in statement})
            for place, number in enumerate(numbers, 1):
                statement = statement.replace(f"${number}", f"${place}")
            await database.execute(statement, *(given[number - 1] for number in numbers))
        await migrate(settings)
        moved = [tuple(row) for row in await database.fetch(AFTER)]
        assert moved == [
            (2, "a fox", ["work"], "3-before", True),
            (2, "therapist  at work", ["work"], "3-before", True),
            (1, "the rapist at work", ["work"], "3-before", True),
        ]
        counted = "SELECT DISTINCT key FROM task_record.prompt_tasks"
        keys = {row["key"] for row in await database.fetch(counted)}
        assert len(keys) == 3
        assert not keys & {KEY, OTHER}

        await index(database, "therapist AT work", "3-before", "before")  # by a server of the release before
        assert (await database.fetch(AFTER))[0]["task_count"] == 3
        await index(database, "therapist at work", "4-now", "now")
        await index(database, "therapist at work", "3-before", "before")
        [first, *_] = await database.fetch(AFTER)
        assert (first["task_count"], first["labels"], first["version"]) == (5, ["now"], "4-now")
