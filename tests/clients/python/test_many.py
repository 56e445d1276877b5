"""Tasks that ended before are recorded in batches."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from task_record import DateTimeRange, Row, TaskFilter, task_id

from tests.api import Client
from tests.application import ServedApplication
from tests.clients.python.animals import FOX, sha256
from tests.clients.python.conftest import Connect
from tests.pictures import noise


@pytest.mark.slow
async def test_rows_are_recorded_once(connect: Connect, server: ServedApplication, user: Client) -> None:
    tr = connect(server.new_client(role="service"))
    now = datetime.now(UTC) - timedelta(days=1)
    large = noise(1_500_000)

    def row(number: int, **more: Any) -> Row:
        given: Any = {"prompt": f"fox {number}", "user": user.id, "key": f"row {number}", **more}
        return given  # type: ignore[no-any-return]

    rows = [
        row(0, status="COMPLETED", results=[FOX], tokens=5, cost="0.01", milliseconds=1500, created_at=now),
        row(1, status="COMPLETED", results=[large, FOX], model="sdxl"),
        row(2, status="COMPLETED"),
        row(3, status="FAILED", error="The model refuses", failure_code="content_policy"),
        row(4, status="CANCELED"),
        row(5),
        row(6, created_at=now + timedelta(days=9)),
        *(row(number, status="COMPLETED") for number in range(7, 120)),
    ]

    of_yesterday = TaskFilter(created_at=DateTimeRange(lt=now + timedelta(hours=1)))

    def work() -> Any:
        for _ in range(2):
            results = tr.record_many(rows)
        return results, [*tr.tasks(user.id)], [*tr.tasks(user.id, where=of_yesterday)]

    results, tasks, old = await asyncio.to_thread(work)
    assert [result.task_id for result in results] == [task_id(f"row {number}", user.id) for number in range(120)]
    assert [(place, result.error.code) for place, result in enumerate(results) if result.error] == [(6, "INVALID")]
    found = {task.prompt: task for task in tasks}
    assert len(tasks) == len(found) == 119
    assert [image.sha_256 for image in found["fox 1"].images] == [one["sha256"] for one in sha256(large, FOX)]
    first = found["fox 0"]
    assert (first.created_at, first.tokens_used, first.generation_time_ms) == (now, 5, 1500)
    assert found["fox 3"].failure_code == "content_policy"
    statuses = [found[f"fox {number}"].status.value for number in range(6)]
    assert statuses == ["COMPLETED", "COMPLETED", "COMPLETED", "FAILED", "CANCELED", "PENDING"]
    assert [task.prompt for task in old] == ["fox 0"]
