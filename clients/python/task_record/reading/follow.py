from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Generator, Sequence

from task_record.access.async_service import AsyncService
from task_record.access.pause import pause
from task_record.errors import SubscriberFellBehind, TaskRecordError, Temporary, Unauthenticated
from task_record.generated.base_model import UNSET
from task_record.generated.task_events import TaskEventsTaskEvents as TaskEvent

MOST_REFUSED = 2
"""How many tokens in a row the server may refuse: an expired one and its successor."""


async def follow(
    service: AsyncService, ids: Sequence[str] | None, on_gap: Callable[[], None] | None
) -> AsyncGenerator[TaskEvent, None]:
    """Yield changes to tasks as they happen, forever. Reconnects after a lost connection or an expired token."""
    attempts = 0
    while True:
        error: TaskRecordError = Temporary("The server ended the stream.")
        try:
            async for event in service.task_events(list(ids) if ids is not None else UNSET):
                attempts = 0
                yield event.task_events
        except (Temporary, SubscriberFellBehind) as lost:
            error = lost
        except Unauthenticated as expired:
            error = expired
            if attempts >= MOST_REFUSED:
                raise
        attempts += 1
        await asyncio.sleep(pause(attempts, error))
        if on_gap:
            on_gap()


def follow_waiting(
    service: AsyncService, ids: Sequence[str] | None, on_gap: Callable[[], None] | None
) -> Generator[TaskEvent, None, None]:
    """Yield the same changes to a blocking caller, and close the service in the end."""
    loop = asyncio.new_event_loop()
    events = follow(service, ids, on_gap)
    try:
        while True:
            yield loop.run_until_complete(anext(events))
    finally:
        loop.run_until_complete(events.aclose())
        loop.run_until_complete(service.http.aclose())
        loop.close()
