"""`/metrics` shows how many changes subscribers have not taken yet."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx2

from models.tasks.task_changes import MAX_WAITING, ReportedChange, TaskEventKind, TaskEvents
from tests.server.observation.scraping import scrape


async def test_unread_changes_are_counted_until_read_or_unsubscribed(http: httpx2.AsyncClient) -> None:
    async def behind() -> float:
        return (await scrape(http)).value("task_record_events_behind") - before

    before = 0.0
    before = await behind()
    events, user_id = TaskEvents(), uuid4()
    change = ReportedChange(TaskEventKind.CREATED, uuid4())
    with events.subscribe(user_id) as subscriber:
        for _ in range(3):
            events.hand_on(user_id, change)
        assert await behind() == 3
        assert await subscriber.next(datetime.now(UTC) + timedelta(seconds=10)) == change
        assert await behind() == 2
        for _ in range(MAX_WAITING):
            events.hand_on(user_id, change)
        assert await behind() == MAX_WAITING
    assert await behind() == 0
