"""Totals and reasons of several databases are added up."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

from models.statistics.list_totals import (
    FAILED_IDS,
    REASONS,
    FailureReasonRow,
    TaskTotalsRow,
    add_reasons,
    add_totals_of_lists,
)

NOW = datetime(2026, 11, 29, tzinfo=UTC)


def reason(code: str | None, message: str | None, count: int, seconds_ago: int = 0) -> FailureReasonRow:
    ids = [uuid4() for _ in range(min(count, FAILED_IDS))]
    return FailureReasonRow(code, message, count, NOW - timedelta(seconds=seconds_ago), ids)


def test_totals_are_added_up() -> None:
    row = TaskTotalsRow(4, 1, 1, 1, 150, 3, Decimal("0.1"))
    assert add_totals_of_lists([row, row]) == [TaskTotalsRow(8, 2, 2, 2, 300, 6, Decimal("0.2"))]


def test_reasons_of_one_code_or_message_are_one() -> None:
    here, there = reason("deadline", "old", 70, 5), reason("deadline", "new", 60)
    message, same_text = reason(None, "deadline", 1), reason(None, None, 3)
    added = add_reasons([here, message, there, same_text])
    assert [(one.failure_code, one.error_message, one.task_count) for one in added] == [
        ("deadline", "new", 130),
        (None, None, 3),
        (None, "deadline", 1),
    ]
    assert added[0].task_ids == [*there.task_ids, *here.task_ids][:FAILED_IDS]


def test_no_more_reasons_are_returned_than_may_be() -> None:
    added = add_reasons([reason(None, str(number), number + 1) for number in range(REASONS + 5)])
    assert len(added) == REASONS
    assert added[0].task_count == REASONS + 5
