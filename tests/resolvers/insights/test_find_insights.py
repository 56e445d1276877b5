"""Insights follow from the user's own tasks, with their numbers; chance and others' tasks suggest nothing."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from asyncpg import Connection

from models.insights.findings import select_findings
from tests.api import Client, NewClient

NOW = datetime.now(UTC)
SPAN = {"from": str(NOW.date() - timedelta(days=30)), "to": str(NOW.date() + timedelta(days=2))}
INSIGHTS = """query ($from: Date!, $to: Date!) { insights(from: $from, to: $to) {
  kind subject taskCount credits evidence tasks { id userId modelVersion status prompt } } }"""
FIGURES = """query ($from: Date!, $to: Date!) { insights(from: $from, to: $to) { figures {
  ... on ComparisonFigures {
    taskCount promptCount used { ...model } suggested { ...model } cheaperTasks costlierTasks fasterTasks slowerTasks
  }
  ... on FailureFigures { failedTasks taskCount cost worst { modelVersion failedTasks taskCount } }
  ... on RepetitionFigures { taskCount likedTasks creditsDeducted cost } } } }
fragment model on ModelFigures {
  modelVersion goodTasks creditsDeducted cost generationTimeMs averageRating }"""
COMPARED = """query ($models: [String!]!, $from: Date!, $to: Date!) {
  compareModels(models: $models, from: $from, to: $to) { promptCount first { ...results } second { ...results }
    examples { first { id modelVersion } second { modelVersion prompt } } } }
fragment results on ModelResults {
  modelVersion totalTasks successfulTasks creditsDeducted totalCost generationTimeMs averageRating }"""
INSERT = """
INSERT INTO user_task_history (user_id, prompt, model_version, credits_deducted, cost, generation_time_ms, status,
  failure_code, rating, created_at, completed_at, original_sha256)
SELECT $1, prompt, model, credits, cost, time, status, code, rating, now() - n * interval '1 minute', now(), picture
FROM json_to_recordset($2) AS one (prompt text, model text, credits integer, cost numeric, time integer, status text,
  code text, rating smallint, n integer, picture text)"""


def task(model: str, prompt: str = "A fox", credits: int = 0, time: int | None = None, **more: Any) -> dict[str, Any]:
    return {"model": model, "prompt": prompt, "credits": credits, "time": time, "status": "completed", **more}


async def record(owner: Connection, user: Client, tasks: Iterable[dict[str, Any]]) -> None:
    await owner.execute(INSERT, user.id, json.dumps([{"n": n, **one} for n, one in enumerate(tasks)]))


async def found(user: Client) -> list[dict[str, Any]]:
    return list((await user.data(INSIGHTS, **SPAN))["insights"])


async def figures(user: Client) -> list[dict[str, Any]]:
    return [one["figures"] for one in (await user.data(FIGURES, **SPAN))["insights"]]


async def kinds(user: Client) -> list[tuple[str, str]]:
    return [(one["kind"], one["subject"]) for one in await found(user)]


async def test_cheaper_and_faster_models_are_suggested(
    database: Connection, user: Client, new_client: NewClient
) -> None:
    """The prompts differ in case and spacing alone. What another user did with them is nothing to this one."""
    dear = [task("dear", f"A  Fox {n}", 5, 3_000) for n in range(12)]
    cheap = [task("cheap", f" a fox\t{n}", 2, 9_000) for n in range(12)]
    other = new_client()
    await record(database, other, [task("free", f"a fox {n}") for n in range(12)])
    await record(database, user, dear + cheap)
    cheaper, faster = await found(user)
    assert (cheaper["kind"], cheaper["subject"], cheaper["taskCount"], cheaper["credits"]) == (
        *("CHEAPER_MODEL", "cheap"),
        *(12, 36),
    )
    assert cheaper["evidence"] == {
        "model": "dear",
        "otherModel": "cheap",
        "tasks": 12,
        "prompts": 12,
        "good": 12,
        "credits": 60,
        "cost": "0",
        "generationTimeMs": 3_000,
        "rating": None,
        "otherGood": 12,
        "otherCredits": 24,
        "otherCost": "0",
        "otherGenerationTimeMs": 9_000,
        "otherRating": None,
        "cheaper": 12,
        "dearer": 0,
        "faster": 0,
        "slower": 12,
    }
    of_model = {"goodTasks": 12, "cost": "0", "averageRating": None}
    [figures_of_cheaper, _] = await figures(user)
    assert figures_of_cheaper == {
        "taskCount": 12,
        "promptCount": 12,
        "used": {"modelVersion": "dear", "creditsDeducted": 60, "generationTimeMs": 3_000, **of_model},
        "suggested": {"modelVersion": "cheap", "creditsDeducted": 24, "generationTimeMs": 9_000, **of_model},
        "cheaperTasks": 12,
        "costlierTasks": 0,
        "fasterTasks": 0,
        "slowerTasks": 12,
    }
    assert [one["modelVersion"] for one in cheaper["tasks"]] == ["dear"] * 3 + ["cheap"] * 2
    assert {one["userId"] for one in cheaper["tasks"]} == {str(user.id)}
    assert (faster["kind"], faster["subject"], faster["credits"]) == ("FASTER_MODEL", "dear", None)
    assert await found(other) == []


@pytest.mark.parametrize(
    "cheap",
    [
        [task("cheap", f"a fox {n}", 2) for n in range(9)],  # too few
        [task("cheap", f"a wolf {n}", 2) for n in range(12)],  # other prompts
        [task("cheap", f"a fox {n}", 2, picture="b" * 64) for n in range(12)],  # of another picture
        [task("cheap", f"a fox {n}", 2 if n % 3 else 9) for n in range(12)],  # chance
        [task("cheap", f"a fox {n}", 2, status="completed" if n % 2 else "failed") for n in range(24)],  # fails more
        [task("cheap", f"a fox {n}", 2, rating=1) for n in range(12)],  # as bad as a failure
        [task("cheap", f"a fox {n}", 2, rating=4) for n in range(12)],  # not as good
    ],
)
async def test_no_model_is_suggested_by_chance(database: Connection, user: Client, cheap: list[dict[str, Any]]) -> None:
    await record(database, user, [*(task("dear", f"a fox {n}", 5, rating=5) for n in range(24)), *cheap])
    assert [kind for kind, _ in await kinds(user) if kind.endswith("MODEL")] == []


async def test_a_frequent_failure_and_the_model_it_affects(database: Connection, user: Client) -> None:
    failed = [task("strict", f"x {n}", status="failed", code="content_policy") for n in range(15)]
    rest = [task("strict" if n % 2 else "mild", f"y {n}") for n in range(60)]
    await record(database, user, [*failed, *rest, task("mild", "z", status="failed", code="rare")])
    [insight] = await found(user)
    assert insight.pop("tasks")[0]["status"] == "FAILED"
    worst = {"model": "strict", "failedTasks": 15, "tasks": 45}
    assert insight == {
        "kind": "FREQUENT_FAILURE",
        "subject": "content_policy",
        "taskCount": 15,
        "credits": None,
        "evidence": {"failedTasks": 15, "tasks": 76, "cost": "0", "worst": worst},
    }
    worst = {"modelVersion": "strict", "failedTasks": 15, "taskCount": 45}
    assert await figures(user) == [{"failedTasks": 15, "taskCount": 76, "cost": "0", "worst": worst}]
    await record(database, user, [task("mild", f"w {n}") for n in range(200)])
    assert await kinds(user) == []


async def test_a_prompt_that_is_paid_for_again_and_again(database: Connection, user: Client) -> None:
    await record(database, user, [task("m", "A  Lion" if n % 2 else "a lion", 3) for n in range(12)])
    [insight] = await found(user)
    assert len(insight.pop("tasks")) == 5
    assert insight == {
        "kind": "REPEATED_PROMPT",
        "subject": "a lion",
        "taskCount": 12,
        "credits": 33,
        "evidence": {"tasks": 12, "likedTasks": 0, "credits": 36, "cost": "0"},
    }
    repeated = {"taskCount": 12, "likedTasks": 0, "creditsDeducted": 36, "cost": "0"}
    assert await figures(user) == [repeated]
    await record(database, user, [task("m", f"a bear {n // 12}", 1) for n in range(84)])
    assert [one["credits"] for one in await found(user)] == [33, 11, 11, 11, 11]
    await database.execute("UPDATE user_task_history SET rating = 4 WHERE user_id = $1", user.id)
    assert await found(user) == []


async def test_two_models_on_the_prompts_that_both_were_given(database: Connection, user: Client) -> None:
    both = [
        task(model, f"a fox {n}", price, time) for n in range(3) for model, price, time in (("a", 5, 10), ("b", 2, 30))
    ]
    more = [
        task("b", "A Fox 0", 2, status="failed"),
        task("a", "alone", 9),
        task("b", "a Fox 1", 4, 50, rating=5, cost=0.5),
    ]
    await record(database, user, [*both, *more])
    compared = (await user.data(COMPARED, models=["b", "a"], **SPAN))["compareModels"]
    assert compared["promptCount"] == 3
    assert compared["first"] == {
        "modelVersion": "b",
        "totalTasks": 5,
        "successfulTasks": 4,
        "creditsDeducted": 12,
        "totalCost": "0.5",
        "generationTimeMs": 30,
        "averageRating": 5,
    }
    assert (compared["second"]["creditsDeducted"], compared["second"]["generationTimeMs"]) == (15, 10)
    assert [(pair["first"]["modelVersion"], pair["second"]["modelVersion"]) for pair in compared["examples"]] == [
        ("b", "a")
    ] * 3
    assert {pair["second"]["prompt"] for pair in compared["examples"]} == {"a fox 0", "a fox 1", "a fox 2"}
    assert (await user.data(COMPARED, models=["b", "c"], **SPAN))["compareModels"] is None


async def test_a_long_history_is_not_compared_row_by_row(database: Connection, user: Client) -> None:
    """PostgreSQL knows nothing of how many tasks there are, and must not choose a nested loop for that."""
    days = (NOW.date() - timedelta(days=30), NOW.date())
    selected = select_findings(user.id, days)
    plan = [row[0] for row in await database.fetch(f"EXPLAIN {selected.text}", *selected.arguments)]
    assert [line for line in plan if "Full Join" in line]


@pytest.mark.parametrize(
    ("models", "span", "message"),
    [
        (["a", "a"], {}, "`models` must be two different ones; there are 1."),
        (["a"], {}, "`models` must be two different ones; there are 1."),
        (["a", "\0"], {}, "`models` must not contain the NUL character"),
        (["a", "b"], {"from": "2020-01-01"}, "more than 400 days; ask for fewer at once."),
        (["a", "b"], {"to": "2020-01-01"}, "must not be after `to` (2020-01-01)."),
    ],
)
async def test_invalid_comparisons_are_refused(
    user: Client, models: list[str], span: dict[str, str], message: str
) -> None:
    assert message in (await user.error(COMPARED, models=models, **SPAN | span))["message"]
    if span:
        assert message in (await user.error(INSIGHTS, **SPAN | span))["message"]
