from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, TypedDict, cast

from task_record.images.picture import Given
from task_record.recording.options import Options
from task_record.recording.recording import Recording

USED = ("tokens", "input_tokens", "output_tokens", "cost", "credits")


class _Prompt(TypedDict):
    prompt: str


class Row(_Prompt, Options, total=False):
    """A task that was made before: what `record` takes, and how it ended."""

    status: str
    """COMPLETED, FAILED or CANCELED; left out for one that has not ended."""
    results: Sequence[Given]
    """Its images; none where they are not kept any more."""
    error: str
    failure_code: str
    tokens: int
    input_tokens: int
    output_tokens: int
    cost: Decimal | str | float
    credits: int
    milliseconds: int
    """How long the generation took."""
    created_at: datetime
    started_at: datetime
    ended_at: datetime
    """When it really was created, began and ended, which only the role SERVICE may say."""


OF_ROW = frozenset(Row.__annotations__) - frozenset(Options.__annotations__)
TIMES = {"started_at": "startedAt", "ended_at": "endedAt"}


def options_of(row: Row) -> Options:
    """What `record` takes of a row."""
    return cast("Options", {name: value for name, value in row.items() if name not in OF_ROW})


def ended(recording: Recording, row: Row) -> None:
    """Note how a row ended."""
    given = cast("Mapping[str, Any]", row)
    recording.took(row.get("milliseconds"))
    recording.usage(**{name: given[name] for name in USED if name in given})
    recording.add(*row.get("results", ()))
    if row.get("status") == "COMPLETED":
        recording.complete()
    elif row.get("status") == "CANCELED":
        recording.cancel()
    elif "status" in row:
        recording.fail(row.get("error", ""), row.get("failure_code"))
