"""Random tasks recorded by `recordTasks` come to the same as by calls for one task each: rows, totals, credits."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from asyncpg import Connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api import Client, NewClient
from tests.fuzz.fuzz import EXAMPLES
from tests.pictures import data_url, picture
from tests.resolvers.credits.ledger import drift, give
from tests.resolvers.tasks.batches.batch import codes, record

IMAGES = [{"dataUrl": data_url(picture(seed=seed))} for seed in range(3)]
SLOTS = 4
CREDITS = 40
ENDS = {"completed": "completeTask", "failed": "failTask", "canceled": "cancelTask"}
NOW = datetime.now(UTC)

images = st.sampled_from(IMAGES)
used = st.fixed_dictionaries(
    {},
    optional={
        "tokensUsed": st.sampled_from([0, 150, 2**31 - 1]),
        "cost": st.sampled_from(["0.000001", "12"]),
        "generationTimeMs": st.sampled_from([0, 5000]),
    },
)
outcomes = st.one_of(
    st.none(),
    st.builds(
        lambda image, more, cost, used: {
            "completed": {"image": image, "moreImages": more, "creditsDeducted": cost, **used}
        },
        images,
        st.lists(images, max_size=2),
        st.sampled_from([None, 0, 4]),
        used,
    ),
    st.builds(lambda used: {"failed": {"errorMessage": "No fox", "failureCode": "no_fox", **used}}, used),
    st.builds(lambda used: {"canceled": used}, used),
)
tasks = st.fixed_dictionaries(
    {"prompt": st.sampled_from(["A fox", "A hen"]), "taskType": st.sampled_from(["IMAGE_GENERATION", "IMAGE_EDIT"])},
    optional={
        "slot": st.integers(0, SLOTS - 1),
        "externalId": st.sampled_from(["p-1", "p-2"]),
        "modelVersion": st.sampled_from(["m-1", "m-2"]),
        "imageCount": st.integers(1, 3),
        "creditsReserved": st.integers(0, 6),
        "parameters": st.just({"seed": 18446744073709551615, "guidance": 7.50}),
        "metadata": st.just({"job": "x"}),
        "deadline": st.just((NOW + timedelta(days=1)).isoformat()),
        "createdAt": st.sampled_from([(NOW - timedelta(days=days)).isoformat() for days in (0, 1, 40)]),
        "sources": st.lists(st.integers(0, SLOTS - 1), min_size=1, max_size=2, unique=True),
        "originalImage": images,
    },
)
ROWS = """
SELECT task_type, prompt, tokens_used, credits_deducted, status, error_message, model_version, generation_time_ms,
  completed_at IS NULL AS open, original_sha256, generated_sha256, deleted_at, image_count, credits_reserved,
  only_service_ends, external_id, parameters::text, metadata::text, input_tokens, output_tokens, cost, failure_code,
  started_at, deadline, input_sha256 IS NULL AS unrepeatable,
  (SELECT array_agg(image ->> 'sha256') FROM jsonb_array_elements(more_images) AS image) AS more,
  (SELECT array_agg((relation, position, depth, source.prompt)::text ORDER BY position)
   FROM task_record.task_sources JOIN user_task_history AS source ON source.id = source_id
   WHERE task_id = task.id) AS sources
FROM user_task_history AS task WHERE user_id = $1"""
TOTALS = """
SELECT period_type, period_date, total_tasks, successful_tasks, failed_tasks, canceled_tasks, total_tokens_used,
  total_credits_deducted, total_generation_time_ms, timed_tasks, completed_generation_time_ms, images_size, total_cost
FROM user_task_statistics WHERE user_id = $1 AND total_tasks > 0"""
USAGE = """
SELECT hour, day, model_version, task_type, total_tasks, successful_tasks, failed_tasks, tokens_used, credits_deducted,
  canceled_tasks, cost, durations FROM task_record.user_task_usage WHERE user_id = $1 AND total_tasks > 0"""
ENTRIES = """
SELECT number, kind, to_issued, to_available, to_held, to_spent, to_expired, to_written_off, available, held
FROM task_record.credit_entries WHERE user_id = $1"""
HELD = "SELECT amount FROM task_record.credit_holds WHERE user_id = $1"
CLAIMED = "SELECT key FROM task_record.image_uploads WHERE user_id = $1"


def item(ids: list[UUID], user: Client, task: dict[str, Any], outcome: dict[str, Any] | None) -> dict[str, Any]:
    given = {name: value for name, value in task.items() if name not in ("slot", "sources")}
    given |= {"userId": str(user.id)} | ({"id": str(ids[task["slot"]])} if "slot" in task else {})
    if "sources" in task:
        given["sources"] = [{"taskId": str(ids[slot]), "relation": "EDIT"} for slot in task["sources"]]
    return {"task": given, "outcome": outcome}


async def one_by_one(service: Client, items: list[dict[str, Any]]) -> list[str | None]:
    """Record each task by calls of its own; return the code of what each was refused for."""
    refused: list[str | None] = []
    for one in items:
        payload = await service.mutate("createTask", "task { id }", **one["task"])
        if payload["task"] and one["outcome"]:
            [(kind, end)] = one["outcome"].items()
            given = {"id": payload["task"]["id"], **end} | ({"tokensUsed": 0, **end} if kind == "failed" else {})
            payload = await service.mutate(ENDS[kind], "task { id }", **given)
        refused.append(payload["errors"][0]["code"] if payload["errors"] else None)
    return refused


async def found(database: Connection, user: Client) -> dict[str, list[str]]:
    statements = {"rows": ROWS, "totals": TOTALS, "usage": USAGE, "entries": ENTRIES, "held": HELD, "claims": CLAIMED}
    return {
        name: sorted(json.dumps([*map(str, row)]) for row in await database.fetch(statement, user.id))
        for name, statement in statements.items()
    }


@pytest.mark.examples
@settings(max_examples=EXAMPLES // 10, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(
    plan=st.sampled_from(["pro", "priced"]),
    recorded=st.lists(st.tuples(tasks, outcomes), min_size=1, max_size=10),
    sizes=st.lists(st.integers(1, 10), min_size=1),
)
async def test_batches_equal_single_calls(
    new_client: NewClient,
    database: Connection,
    plan: str,
    recorded: list[tuple[dict[str, Any], dict[str, Any] | None]],
    sizes: list[int],
) -> None:
    service = new_client(role="service", plan=plan)
    users = [new_client(plan=plan) for _ in range(2)]
    if plan == "priced":
        for user in users:
            await give(service, user, CREDITS)
    slots = [[uuid4() for _ in range(SLOTS)] for _ in users]
    by_calls, by_batches = ([item(ids, user, *one) for one in recorded] for ids, user in zip(slots, users, strict=True))
    refused = await one_by_one(service, by_calls)
    at_once: list[str | None] = []
    while rest := by_batches[len(at_once) :]:
        size = sizes[len(at_once) % len(sizes)]
        at_once += codes(await record(service, *rest[:size]))
    assert at_once == refused
    first, second = [await found(database, user) for user in users]
    assert second == first
    assert await drift(database, *users) == []
