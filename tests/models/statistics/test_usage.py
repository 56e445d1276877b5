"""Usage by day, model, type and hour is exactly what the tasks add up to; durations are within 5 %."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from math import ceil
from random import Random
from typing import Any

import asyncpg
import pytest

from tests.api import Client

USAGE = """query ($from: Date!, $to: Date!, $groupBy: [UsageDimension!]!, $where: UsageFilter) {
  usage(from: $from, to: $to, groupBy: $groupBy, where: $where) {
    day modelVersion taskType hour totalTasks successfulTasks failedTasks tokensUsed creditsDeducted
    p05: generationTimeMs(quantile: 0.05) p50: generationTimeMs p95: generationTimeMs(quantile: 0.95)
  } }"""
BY = {"DAY": "day", "MODEL": "modelVersion", "TASK_TYPE": "taskType", "HOUR": "hour"}
QUANTILES = {"p05": 0.05, "p50": 0.5, "p95": 0.95}
FIRST = date(2026, 3, 1)
TYPES = ["image_generation", "image_edit", "template_generation"]
INSERT = """
INSERT INTO user_task_history (user_id, prompt, status, model_version, task_type, created_at, completed_at,
  tokens_used, credits_deducted, generation_time_ms) VALUES ($1, 'a fox', $2, $3, $4, $5, now(), $6, $7, $8)"""
Task = dict[str, Any]


def invented(random: Random, models: Iterable[str | None], tasks: int) -> list[Task]:
    """Make up random tasks of these models, created within five days."""
    models = list(models)
    return [
        {
            "status": random.choice(["completed", "completed", "completed", "failed", "pending"]),
            "model": random.choice(models),
            "type": random.choice(TYPES),
            "created": datetime(2026, 3, 1, tzinfo=UTC) + random.random() * timedelta(days=5),
            "tokens": random.randrange(500),
            "credits": random.randrange(4),
            "time": random.choice([None, 0, 1, int(random.lognormvariate(8, 1.5))]),
        }
        for _ in range(tasks)
    ]


async def record(owner: asyncpg.Connection, user: Client, tasks: Iterable[Task]) -> None:
    await owner.executemany(INSERT, [(user.id, *task.values()) for task in tasks])


def value(task: Task, dimension: str) -> Any:
    match dimension:
        case "DAY":
            return str(task["created"].date())
        case "MODEL":
            return task["model"]
        case "TASK_TYPE":
            return task["type"].upper()
    return task["created"].hour


def exact(tasks: Iterable[Task], dimensions: Iterable[str]) -> dict[tuple[Any, ...], Task]:
    """Compute the sums of each group from the tasks, with its durations in ascending order."""
    groups: dict[tuple[Any, ...], list[Task]] = defaultdict(list)
    for task in tasks:
        groups[tuple(value(task, one) for one in dimensions)].append(task)
    return {
        key: {
            "totalTasks": len(of_group),
            "successfulTasks": sum(task["status"] == "completed" for task in of_group),
            "failedTasks": sum(task["status"] == "failed" for task in of_group),
            "tokensUsed": sum(task["tokens"] for task in of_group),
            "creditsDeducted": sum(task["credits"] for task in of_group),
            "times": sorted(
                task["time"] for task in of_group if task["status"] == "completed" and task["time"] is not None
            ),
        }
        for key, of_group in groups.items()
    }


async def used(
    user: Client, *dimensions: str, first: date = FIRST, days: int = 5, where: Any = None
) -> list[dict[str, Any]]:
    span = {"from": str(first), "to": str(first + timedelta(days=days))}
    return list((await user.data(USAGE, **span, groupBy=dimensions, where=where))["usage"])


async def check(user: Client, tasks: list[Task], *dimensions: str, where: Any = None) -> None:
    groups = await used(user, *dimensions, where=where)
    expected = exact(tasks, dimensions)
    for group in groups:
        one = expected.pop(tuple(group.pop(BY[name]) for name in dimensions))
        times = one.pop("times")
        for name, quantile in QUANTILES.items():
            found, right = group.pop(name), times[ceil(quantile * len(times)) - 1] if times else None
            assert found == (pytest.approx(right, rel=0.05) if right else right), (name, dimensions)
        others = set(BY.values()) - {BY[name] for name in dimensions}
        assert {name: group.pop(name) for name in others} == dict.fromkeys(others)
        assert group == one, dimensions
    assert expected == {}


async def test_each_group_is_the_sum_of_its_tasks(database: asyncpg.Connection, user: Client) -> None:
    tasks = invented(Random(11), ["gemini-1.5-pro", "imagen-4", "other", None], 400)
    await record(database, user, tasks)
    await check(user, tasks)
    for dimensions in [*((one,) for one in BY), *combinations(BY, 2)]:
        await check(user, tasks, *dimensions)
    some = {"modelVersion": ["imagen-4", "nothing"], "taskType": ["IMAGE_EDIT", "IMAGE_GENERATION"]}
    chosen = [task for task in tasks if task["model"] == "imagen-4" and task["type"] != "template_generation"]
    await check(user, chosen, "DAY", "TASK_TYPE", where=some)
    await check(user, [], "DAY", where={"modelVersion": []})
    counts = [group["totalTasks"] for group in await used(user, "DAY", "HOUR")]
    assert counts == sorted(counts, reverse=True)
    third_day = [task for task in tasks if task["created"].date() == FIRST + timedelta(days=2)]
    [group] = await used(user, first=FIRST + timedelta(days=2), days=1)
    assert group["totalTasks"] == len(third_day)


async def test_changes_of_tasks_are_counted_and_deleted_tasks_remain_counted(user: Client) -> None:
    async def groups(*dimensions: str) -> list[dict[str, Any]]:
        found = await used(user, *dimensions, first=datetime.now(UTC).date() - timedelta(days=1), days=3)
        return [{name: one for name, one in group.items() if one not in (None, 0)} for group in found]

    ids = [(await user.task("createTask", prompt="a fox", modelVersion="imagen-4"))["id"] for _ in range(2)]
    assert await groups() == [{"totalTasks": 2}]
    usage = {"tokensUsed": 7, "creditsDeducted": 2, "generationTimeMs": 1_000}
    await user.task("failTask", id=ids[0], errorMessage="no", **usage)
    await user.task("createTask", prompt="a wolf", taskType="TEMPLATE_GENERATION")
    for _ in range(2):
        failed = {"failedTasks": 1, "tokensUsed": 7, "creditsDeducted": 2}
        assert await groups("MODEL") == [{"modelVersion": "imagen-4", "totalTasks": 2, **failed}, {"totalTasks": 1}]
        await user.mutate("deleteTasks", "deletedTaskIds", ids=ids)
    assert [group["taskType"] for group in await groups("TASK_TYPE")] == ["IMAGE_GENERATION", "TEMPLATE_GENERATION"]


async def test_models_beyond_the_50_used_most_are_others(database: asyncpg.Connection, user: Client) -> None:
    """On one day, the models that came first are named; over several days, those used most."""
    random = Random(5)
    tasks = []
    for day, names in enumerate([range(60), range(30, 90)]):
        for model in names:
            [task] = invented(random, [f"model-{model:02}"], 1)
            task["created"] = datetime(2026, 3, 1 + day, 12, tzinfo=UTC)
            tasks += [task] * (2 if model >= 80 else 1)
        await record(database, user, tasks[-70 if day else 0 :])
    named = {f"model-{model:02}" for model in range(60)}
    groups = {group["modelVersion"]: group for group in await used(user, "MODEL", first=FIRST, days=1)}
    assert len(groups) == 51
    assert groups.keys() - {"other"} < named
    assert groups["other"]["totalTasks"] == 10
    groups = {group["modelVersion"]: group for group in await used(user, "MODEL")}
    assert len(groups) == 51
    assert sum(group["totalTasks"] for group in groups.values()) == len(tasks) == 130
    assert await database.fetch("SELECT * FROM task_record.drifted_usage WHERE user_id = $1", user.id) == []
    assert (
        await database.fetchval(
            "SELECT max(n) FROM (SELECT count(*) AS n FROM task_record.user_task_usage WHERE user_id = $1 "
            "GROUP BY day, hour) AS days",
            user.id,
        )
        <= 3 * 51
    )


@pytest.mark.slow
async def test_an_answer_has_at_most_1500_groups(database: asyncpg.Connection, user: Client) -> None:
    """The tasks are of each day and hour in more than two months."""
    hours = [
        {**task, "created": datetime(2026, 1, 1, tzinfo=UTC) + n * timedelta(hours=1)}
        for n, task in enumerate(invented(Random(3), ["m"], 1_501))
    ]
    await record(database, user, hours[:-1])
    assert len(await used(user, "DAY", "HOUR", first=date(2026, 1, 1), days=63)) == 1_500
    await record(database, user, hours[-1:])
    error = await user.error(USAGE, **{"from": "2026-01-01", "to": "2026-04-01", "groupBy": ["DAY", "HOUR"]})
    assert error["message"] == (
        "`from` (2026-01-01) to `to` (2026-04-01) has more than 1,500 groups by DAY and HOUR; "
        "ask for fewer days at once, or for less with `where`."
    )
    assert len(await used(user, "HOUR", first=date(2026, 1, 1), days=400)) == 24


async def test_usage_of_others_is_hidden(user: Client, new_client: Callable[..., Client]) -> None:
    await user.task("createTask", prompt="a fox")
    today = datetime.now(UTC).date() - timedelta(days=1)
    assert len(await used(user, "DAY", first=today)) == 1
    for other in (new_client(), new_client(role="admin"), new_client(role="service")):
        assert await used(other, "DAY", first=today) == []


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"days": -1}, "`from` (2026-03-01) must not be after `to` (2026-02-28)."),
        ({"days": 401}, "more than 400 days; ask for fewer at once."),
        ({"dimensions": ("DAY", "HOUR", "MODEL")}, "`groupBy` takes up to 2 dimensions; there are 3."),
        ({"where": {"modelVersion": ["m"] * 101}}, "`where.modelVersion`: Must have at most 100 items"),
    ],
)
async def test_invalid_requests_for_usage_are_rejected(user: Client, asked: dict[str, Any], message: str) -> None:
    span = {"from": str(FIRST), "to": str(FIRST + timedelta(days=asked.get("days", 1)))}
    variables = {**span, "groupBy": asked.get("dimensions", ("DAY",)), "where": asked.get("where")}
    error = await user.error(USAGE, **variables)
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert message in error["message"]


async def test_a_quantile_lies_between_0_and_1(user: Client) -> None:
    """The error is returned once, however many groups there are."""
    for model in ("a", "b", "c"):
        await user.task("createTask", prompt="a fox", modelVersion=model)
    today = datetime.now(UTC).date()
    span = {"from": str(today - timedelta(days=1)), "to": str(today + timedelta(days=2))}
    asked = """query ($from: Date!, $to: Date!, $quantile: Float!) {
      usage(from: $from, to: $to, groupBy: MODEL) { generationTimeMs(quantile: $quantile) } }"""
    for quantile in (0, 1, -0.5, 1e300):
        answer = await user.post(asked, **span, quantile=quantile)
        assert answer["data"] == {"usage": [{"generationTimeMs": None}] * 3}
        [error] = answer["errors"]
        assert error["message"].startswith("`quantile` must be more than 0 and less than 1, such as 0.95; it is ")


async def test_a_quantile_is_the_decimal_that_it_is_written_as(database: asyncpg.Connection, user: Client) -> None:
    """The float 0.07 is a bit more than seven hundredths, which would make it the eighth of 100 tasks."""
    quick: Task = {"status": "completed", "model": "x", "type": TYPES[0], "created": datetime(2026, 3, 1, tzinfo=UTC)}
    quick |= {"tokens": 0, "credits": 0, "time": 10}
    await record(database, user, [quick] * 7 + [quick | {"time": 1_000}] * 93)
    span = {"from": str(FIRST), "to": str(FIRST + timedelta(days=1))}
    asked = """query ($from: Date!, $to: Date!) { usage(from: $from, to: $to, groupBy: []) {
      p07: generationTimeMs(quantile: 0.07) p08: generationTimeMs(quantile: 0.08) } }"""
    [group] = (await user.data(asked, **span))["usage"]
    assert group == {"p07": pytest.approx(10, rel=0.05), "p08": pytest.approx(1_000, rel=0.05)}


async def test_the_ends_of_the_calendar_work(user: Client) -> None:
    assert await used(user, "DAY", "TASK_TYPE", first=date(1, 1, 1), days=400) == []
    assert await used(user, "DAY", first=date(9999, 12, 30), days=1) == []
    assert await used(user, "DAY", days=0) == []
