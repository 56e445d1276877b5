from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from task_record.access.service import Service
from task_record.errors import BadUserInput, TaskRecordError, refusal
from task_record.generated.input_types import RecordedTaskInput, RecordTasksInput
from task_record.outbox.values import LeftOut, invalid, without

PLACE = 2
"""The position of a row's number in the path of an input field: `["input", "tasks", "3", …]`."""


@dataclass
class SentRow:
    """A row as `recordTasks` takes it, and what became of it."""

    given: dict[str, Any]
    error: TaskRecordError | None = None
    left_out: list[LeftOut] = field(default_factory=list)
    is_done: bool = False

    def refused(self, error: TaskRecordError) -> None:
        """Remove the values that the error is about, so that the row can be sent again. Otherwise it is refused."""
        inputs = [self.given["task"], *self.given.get("outcome", {}).values(), self.given]
        if values := without(inputs, error):
            self.left_out.append(LeftOut(values, error))
        else:
            self.error, self.is_done = error, True


def send_rows(service: Service, given: Sequence[dict[str, Any]]) -> list[SentRow]:
    """Record rows with one mutation. A value that is refused concerns only its row, which is sent again without it."""
    rows = [SentRow(one) for one in given]
    while waiting := [row for row in rows if not row.is_done]:
        _send(service, waiting)
    return rows


def _send(service: Service, rows: list[SentRow]) -> None:
    inputs = [(row, task) for row in rows if (task := _input(row))]
    if not inputs:
        return
    try:
        payload = service.record_tasks(RecordTasksInput(tasks=[task for _, task in inputs])).record_tasks
    except BadUserInput as error:
        _refuse(service, [row for row, _ in inputs], error)
        return
    if not payload or payload.errors:
        raise refusal(payload.errors if payload else [])
    for (row, _), result in zip(inputs, payload.results, strict=True):
        if result.errors:
            row.refused(refusal(result.errors))
        else:
            row.is_done = True


def _input(row: SentRow) -> RecordedTaskInput | None:
    try:
        return RecordedTaskInput.model_validate(row.given)
    except ValidationError as error:
        row.refused(invalid(error))
        return None if row.is_done else _input(row)


def _refuse(service: Service, rows: list[SentRow], error: BadUserInput) -> None:
    """Refuse the rows that the error names. If it names none, find them by sending fewer rows."""
    faults: dict[int, list[Any]] = {}
    for path in error.fields:
        if len(path) > PLACE and path[PLACE].isdigit():
            faults.setdefault(int(path[PLACE]), []).append(path)
    for place, paths in faults.items():
        rows[place].refused(BadUserInput(error.message, field=paths[0], fields=paths))
    if not faults and len(rows) == 1:
        rows[0].refused(BadUserInput(error.message))
    elif not faults:
        _send(service, rows[: len(rows) // 2])
        _send(service, rows[len(rows) // 2 :])
