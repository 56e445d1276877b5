import asyncio
from datetime import date
from enum import StrEnum
from itertools import chain
from typing import Any, NamedTuple
from uuid import UUID

import orjson

from models.insights.findings import MIN_SAMPLE, Findings, select_findings
from models.tasks.task_row import TaskRow
from resolvers.context import Context
from resolvers.find_tasks import find_tasks
from resolvers.insights.proportions import differs, exceeds, prevails
from resolvers.statistics.read_usage import check_days

MOST = 5
"""Insights that are returned, those first that would save most."""
MOST_EXAMPLES = 5
"""Tasks that show an insight."""
MAX_SUCCESS_GAP = 0.05
"""The share of good results by which a model may be behind another and count as good; chance moves as much."""
LIKED_LESS = 0.5
"""By how much the mean rating of a model may be below another's that it replaces."""
WORTHWHILE = 0.9
"""The share of another's price or time above which a model is not worth to be told of."""
FREQUENT = 0.05
"""The share of ended tasks that a reason must exceed."""


class InsightKind(StrEnum):
    CHEAPER_MODEL = "cheaper_model"
    FASTER_MODEL = "faster_model"
    FREQUENT_FAILURE = "frequent_failure"
    REPEATED_PROMPT = "repeated_prompt"


class Suggestion(NamedTuple):
    kind: InsightKind
    subject: str
    """A model, a failure's code or message, or the beginning of a prompt."""
    task_count: int
    credits: int | None
    """Credits that would have been saved; None where none are at stake."""
    evidence: dict[str, object]
    task_ids: list[UUID]


Counts = dict[str, Any]
"""The columns of a row that PostgreSQL has returned as JSON."""


async def find_insights(context: Context, days: tuple[date, date]) -> list[Suggestion]:
    """
    What the caller's ended tasks suggest that were created from the first of `days` (included) to the last (excluded),
    MOST at most. One statement, on 30,000 tasks at most.
    """
    check_days(days)
    [found] = await context.rows(select_findings(context.caller.id, days))
    insights = chain(better_models(found), frequent_failures(found), repeated_prompts(found))
    return sorted(insights, key=lambda one: (one.credits or 0, one.task_count), reverse=True)[:MOST]


async def tasks_of(context: Context, insight: Suggestion) -> list[TaskRow]:
    """The insight's tasks. One statement for those of all insights."""
    tasks = await asyncio.gather(*(context.load(find_tasks, task_id) for task_id in insight.task_ids))
    return [task for task in tasks if task]


def parsed(rows: str | None) -> list[Counts]:
    return list(orjson.loads(rows or "[]"))


def better_models(found: Findings) -> list[Suggestion]:
    """For each model, the one that saves most credits or, without any, costs; and the one that saves most time."""
    best: dict[tuple[InsightKind, str], tuple[float, Suggestion]] = {}
    for pair in parsed(found.pairs):
        if not is_as_good(pair):
            continue
        price = "credits" if pair["less_credits"] + pair["more_credits"] else "cost"
        for kind, measure in ((InsightKind.CHEAPER_MODEL, price), (InsightKind.FASTER_MODEL, "time")):
            used, other = pair[measure] or 0, pair[f"other_{measure}"] or 0
            at_least = pair[f"less_{measure}"] + pair[f"more_{measure}"] >= MIN_SAMPLE
            if at_least and other <= WORTHWHILE * used and prevails(pair[f"less_{measure}"], pair[f"more_{measure}"]):
                saved = int(used - other) if measure == "credits" else None
                insight = Suggestion(kind, pair["other"], pair["pairs"], saved, comparison(pair, price), ids(pair))
                best[kind, pair["model"]] = max(
                    best.get((kind, pair["model"]), (0, insight)), (used - other, insight), key=lambda one: one[0]
                )
    return [insight for _, insight in best.values()]


def is_as_good(pair: Counts) -> bool:
    """Whether the other model succeeds as often, and its results are rated as well, where both are rated."""
    behind = (pair["good"] - pair["other_good"]) / pair["pairs"]
    ratings = pair["rating"], pair["other_rating"]
    is_liked = None in ratings or ratings[1] >= ratings[0] - LIKED_LESS
    return behind <= MAX_SUCCESS_GAP and is_liked and not prevails(pair["worse"], pair["better"])


def comparison(pair: Counts, price: str) -> dict[str, object]:
    """Both models' numbers, of the tasks that were compared."""
    numbers: dict[str, object] = {"model": pair["model"], "otherModel": pair["other"]}
    numbers |= {"tasks": pair["pairs"], "prompts": pair["prompts"]}
    for start, name in (("", ""), ("other_", "other")):
        of_model = {
            "good": pair[f"{start}good"],
            "credits": pair[f"{start}credits"] or 0,
            "cost": str(pair[f"{start}cost"] or 0),
            "generationTimeMs": round(pair[f"{start}time"] / pair["timed"]) if pair["timed"] else None,
            "rating": pair[f"{start}rating"],
        }
        numbers |= {f"{name}{one[:1].upper()}{one[1:]}" if name else one: value for one, value in of_model.items()}
    compared = {"cheaper": f"less_{price}", "dearer": f"more_{price}", "faster": "less_time", "slower": "more_time"}
    return numbers | {name: pair[column] for name, column in compared.items()}


def frequent_failures(found: Findings) -> list[Suggestion]:
    """The reasons for which more than FREQUENT of all tasks failed, each with the model that it strikes, if any."""
    models = {model["model"]: model["tasks"] for model in parsed(found.models)}
    failed = parsed(found.failed)
    insights = []
    for reason in parsed(found.reasons):
        if not exceeds(reason["tasks"], found.tasks, FREQUENT):
            continue
        struck = [
            {"model": one["model"], "failedTasks": one["tasks"], "tasks": models[one["model"]]}
            for one in failed
            if one["reason"] == reason["reason"] and is_struck(one["tasks"], models[one["model"]], reason, found.tasks)
        ]
        worst = max(struck, key=lambda one: one["failedTasks"] / one["tasks"], default=None)
        evidence = {"failedTasks": reason["tasks"], "tasks": found.tasks, "cost": str(reason["cost"]), "worst": worst}
        insights.append(
            Suggestion(
                InsightKind.FREQUENT_FAILURE,
                reason["reason"],
                reason["tasks"],
                reason["credits"] or None,
                evidence,
                ids(reason),
            )
        )
    return insights


def is_struck(failed: int, tasks: int, reason: Counts, of_all: int) -> bool:
    """Whether the reason strikes one model more than the others, each with MIN_SAMPLE tasks."""
    others = of_all - tasks
    return tasks >= MIN_SAMPLE and others >= MIN_SAMPLE and differs(failed, tasks, reason["tasks"] - failed, others)


def repeated_prompts(found: Findings) -> list[Suggestion]:
    """The prompts that were paid for again and again, but for results that the user likes: rated 4 or 5."""
    insights = []
    for prompt in parsed(found.repeated):
        in_vain = prompt["tasks"] - max(prompt["liked"], 1)
        if in_vain < MIN_SAMPLE - 1:
            continue
        evidence = {
            "tasks": prompt["tasks"],
            "likedTasks": prompt["liked"],
            "credits": prompt["credits"],
            "cost": str(prompt["cost"]),
        }
        saved = prompt["credits"] - prompt["worth"] or None
        insights.append(
            Suggestion(InsightKind.REPEATED_PROMPT, prompt["beginning"], prompt["tasks"], saved, evidence, ids(prompt))
        )
    return insights


def ids(counts: Counts) -> list[UUID]:
    return [UUID(task_id) for task_id in dict.fromkeys(counts["examples"][:MOST_EXAMPLES])]
