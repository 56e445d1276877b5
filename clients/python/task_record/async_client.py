from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from task_record.access.async_service import AsyncService
from task_record.client import PATIENCE
from task_record.generated.fragments import TaskFields
from task_record.generated.input_types import TaskFilter, TaskOrder
from task_record.generated.task_events import TaskEventsTaskEvents as TaskEvent
from task_record.reading.export import export
from task_record.reading.follow import follow
from task_record.reading.listing import Listing
from task_record.recording.decorator import recorded_async
from task_record.recording.many import RecordedRow, Row, record_rows
from task_record.recording.once import Once
from task_record.recording.record import AsyncRecord, AsyncResumed
from task_record.recording.recorder import Recorder
from task_record.recording.recording import Recording
from task_record.webhooks import Webhooks

if TYPE_CHECKING:
    from typing_extensions import ParamSpec

    from task_record.recording.options import Options, Unpack

    P = ParamSpec("P")
R = TypeVar("R")


class AsyncTaskRecord:
    """`TaskRecord` for asyncio, with coroutines and asynchronous iterators."""

    def __init__(
        self,
        url: str,
        token: str | Callable[[], str],
        *,
        outbox: str | os.PathLike[str] | None = None,
        strict: bool = False,
        webhook_secret: str | Sequence[str] = (),
        patience: float = PATIENCE,
    ) -> None:
        self.recorder = Recorder(url, token, outbox, strict, patience)
        self.outbox = self.recorder.outbox
        self.api = AsyncService(url, self.recorder.token, patience)
        """Each operation of the API as a method, with types."""
        self.webhooks = Webhooks(webhook_secret)

    def record(self, prompt: str, **options: Unpack[Options]) -> AsyncRecord:
        """Record a task whose images are generated in the context (`async with`)."""
        return AsyncRecord(self.recorder, self.recorder.recording(prompt, options))

    async def generate(
        self, prompt: str, make: Callable[[Recording], Awaitable[object]], **options: Unpack[Options]
    ) -> TaskFields | None:
        """Record a task whose images the coroutine function `make` generates and adds, once for each `key`."""
        return await Once(self.recorder, self.recorder.recording(prompt, options)).generate_async(make)

    async def begin(self, prompt: str, **options: Unpack[Options]) -> Recording:
        """Record a task that ends later, with `resume`, in this or another process."""
        recording = self.recorder.recording(prompt, options)
        await asyncio.to_thread(self.recorder.begin, recording)
        return recording

    def resume(self, id: str) -> AsyncRecord:
        """End a recorded task with the images that are added in the context."""
        return AsyncResumed(self.recorder, self.recorder.resumed(id))

    def record_images(
        self, **options: Unpack[Options]
    ) -> Callable[[Callable[P, Awaitable[R]]], Callable[P, Awaitable[R]]]:
        """Record each call of a coroutine function that takes a `prompt` and returns an image or a list of images."""
        return recorded_async(self.recorder, options)

    async def record_many(self, rows: Iterable[Row]) -> list[RecordedRow]:
        """Record tasks that ended before, and return the result of each."""
        return await asyncio.to_thread(record_rows, self.recorder, self.recorder.delivery.service, rows)

    def tasks(
        self,
        user: UUID | str | None = None,
        *,
        status: str | Sequence[str] | None = None,
        where: TaskFilter | None = None,
        order_by: TaskOrder | None = None,
    ) -> AsyncIterator[TaskFields]:
        return Listing(user, status, where, order_by).tasks_async(self.api)

    async def task(self, id: str) -> TaskFields | None:
        return (await self.api.task(id)).task

    async def export(
        self,
        month: str | None = None,
        *,
        to: str | os.PathLike[str],
        user: UUID | str | None = None,
        where: TaskFilter | None = None,
    ) -> Path:
        return await asyncio.to_thread(export, self.recorder.delivery.service, month, to, user, where)

    def follow(
        self, ids: Sequence[str] | None = None, *, on_gap: Callable[[], None] | None = None
    ) -> AsyncGenerator[TaskEvent, None]:
        return follow(self.api, ids, on_gap)

    async def flush(self, timeout: float = 5.0) -> bool:
        return await asyncio.to_thread(self.recorder.sender.flush, timeout)

    async def close(self, timeout: float = 5.0) -> None:
        await asyncio.to_thread(self.recorder.close, timeout)
        await self.api.http.aclose()

    async def __aenter__(self) -> AsyncTaskRecord:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
