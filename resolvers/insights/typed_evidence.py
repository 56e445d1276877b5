"""The figures of an insight. In `evidence`, they are JSON; here, each kind has a type of its own."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple, TypeAlias


class InsightKind(StrEnum):
    CHEAPER_MODEL = "cheaper_model"
    FASTER_MODEL = "faster_model"
    FREQUENT_FAILURE = "frequent_failure"
    REPEATED_PROMPT = "repeated_prompt"


class ModelFiguresRow(NamedTuple):
    """What one model used for the compared tasks."""

    model_version: str
    good_tasks: int
    credits_deducted: int
    cost: Decimal
    generation_time_ms: int | None
    average_rating: float | None


class ComparisonRow(NamedTuple):
    """The figures of CHEAPER_MODEL and FASTER_MODEL. The other model is the one suggested."""

    task_count: int
    prompt_count: int
    used: ModelFiguresRow
    suggested: ModelFiguresRow
    cheaper_tasks: int
    costlier_tasks: int
    faster_tasks: int
    slower_tasks: int


class ModelFailuresRow(NamedTuple):
    model_version: str
    failed_tasks: int
    task_count: int


class FailureShareRow(NamedTuple):
    """The figures of FREQUENT_FAILURE."""

    failed_tasks: int
    task_count: int
    cost: Decimal
    worst: ModelFailuresRow | None
    """The model that the reason affects most; None if it affects all alike."""


class RepetitionRow(NamedTuple):
    """The figures of REPEATED_PROMPT."""

    task_count: int
    liked_tasks: int
    credits_deducted: int
    cost: Decimal


FiguresRow: TypeAlias = ComparisonRow | FailureShareRow | RepetitionRow


def figures_of(kind: InsightKind, found: Mapping[str, Any]) -> FiguresRow:
    """The evidence of an insight, in the type of its kind."""
    if kind is InsightKind.FREQUENT_FAILURE:
        worst = found["worst"] and ModelFailuresRow(*map(found["worst"].get, ("model", "failedTasks", "tasks")))
        return FailureShareRow(found["failedTasks"], found["tasks"], Decimal(found["cost"]), worst)
    if kind is InsightKind.REPEATED_PROMPT:
        cost = Decimal(found["cost"])
        return RepetitionRow(found["tasks"], found["likedTasks"], found["credits"], cost)
    other = {name.removeprefix("other"): value for name, value in found.items() if name.startswith("other")}
    models = model_figures(found), model_figures({name[0].lower() + name[1:]: value for name, value in other.items()})
    counts = (found[name] for name in ("cheaper", "dearer", "faster", "slower"))
    return ComparisonRow(found["tasks"], found["prompts"], *models, *counts)


def model_figures(found: Mapping[str, Any]) -> ModelFiguresRow:
    cost, time = Decimal(found["cost"]), found["generationTimeMs"]
    return ModelFiguresRow(found["model"], found["good"], found["credits"], cost, time, found["rating"])
