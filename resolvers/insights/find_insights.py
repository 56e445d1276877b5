import asyncio
from datetime import date
from itertools import chain
from math import sqrt
from typing import Any, NamedTuple
from uuid import UUID

import orjson

from models.insights.findings import MIN_SAMPLE, Findings, select_findings
from models.tasks.task_row import TaskRow
from resolvers.context import Context
from resolvers.find_tasks import find_tasks
from resolvers.insights.typed_evidence import InsightKind
from resolvers.statistics.read_statistics import check_days

CERTAIN = 2.576
"""Standard deviations within which 99 % of a normal distribution lies: of 100 differences by chance, one passes."""


def prevails(wins: int, losses: int) -> bool:
    """Whether the wins are significantly more than half of all pairs that are not equal: McNemar's test."""
    return wins > losses and (wins - losses - 1) / sqrt(wins + losses) >= CERTAIN


def exceeds(part: int, whole: int, share: float) -> bool:
    """Whether `part` of `whole` is significantly greater than `share`."""
    return whole > 0 and (part / whole - share) / sqrt(share * (1 - share) / whole) >= CERTAIN


def differs(part: int, whole: int, other_part: int, other_whole: int) -> bool:
    """Whether `part` of `whole` is significantly greater than `other_part` of `other_whole`."""
    pooled = (part + other_part) / (whole + other_whole)
    deviation = sqrt(pooled * (1 - pooled) * (1 / whole + 1 / other_whole))
    return deviation > 0 and (part / whole - other_part / other_whole) / deviation >= CERTAIN


MOST = 5
"""Insights that are returned, those that would save most first."""
MOST_EXAMPLES = 5
"""Tasks that illustrate an insight."""
MAX_SUCCESS_GAP = 0.05
"""The share of good results by which a model may be behind another and count as good; chance moves as much."""
LIKED_LESS = 0.5
"""How far a model's mean rating may be below that of the model it replaces."""
WORTHWHILE = 0.9
"""The share of another's price or time above which a model is not suggested."""
FREQUENT = 0.05
"""The share of ended tasks that a reason must exceed."""


class Suggestion(NamedTuple):
    kind: InsightKind
    subject: str
    """A model, a failure's code or message, or the beginning of a prompt."""
    task_count: int
    credits: int | None
    """Credits that would have been saved; None if none are at stake."""
    evidence: dict[str, object]
    task_ids: list[UUID]


Counts = dict[str, Any]
"""The columns of a row that PostgreSQL has returned as JSON."""


async def find_insights(context: Context, days: tuple[date, date]) -> list[Suggestion]:
    """
    At most MOST suggestions from the caller's ended tasks that were created from the first of `days` (included) to the
    last (excluded). One statement, on 30,000 tasks at most.
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
    """Whether the other model succeeds as often, and its results are rated as well, if both are rated."""
    behind = (pair["good"] - pair["other_good"]) / pair["pairs"]
    ratings = pair["rating"], pair["other_rating"]
    is_liked = None in ratings or ratings[1] >= ratings[0] - LIKED_LESS
    return behind <= MAX_SUCCESS_GAP and is_liked and not prevails(pair["worse"], pair["better"])


def comparison(pair: Counts, price: str) -> dict[str, object]:
    """Both models' numbers, of the compared tasks."""
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
    """The reasons for which more than FREQUENT of all tasks failed, each with the model most affected, if any."""
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
    """Whether the reason affects one model more than the others, each with MIN_SAMPLE tasks."""
    others = of_all - tasks
    return tasks >= MIN_SAMPLE and others >= MIN_SAMPLE and differs(failed, tasks, reason["tasks"] - failed, others)


def repeated_prompts(found: Findings) -> list[Suggestion]:
    """The prompts that were paid for repeatedly without results that the user likes: rated 4 or 5."""
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
