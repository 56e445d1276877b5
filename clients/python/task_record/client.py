from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from task_record.access.async_service import AsyncService
from task_record.access.service import Service
from task_record.generated.fragments import TaskFields
from task_record.generated.input_types import TaskFilter, TaskOrder
from task_record.generated.task_events import TaskEventsTaskEvents as TaskEvent
from task_record.reading.export import export
from task_record.reading.follow import follow_waiting
from task_record.reading.listing import Listing
from task_record.recording.decorator import recorded
from task_record.recording.many import RecordedRow, record_rows
from task_record.recording.record import Record, Resumed
from task_record.recording.recorder import Recorder
from task_record.recording.recording import Recording
from task_record.recording.row import Row
from task_record.webhooks import Webhooks

if TYPE_CHECKING:
    from typing_extensions import ParamSpec

    from task_record.recording.options import Options, Unpack

    P = ParamSpec("P")
R = TypeVar("R")
PATIENCE = 10.0


class TaskRecord:
    """
    A client of Task Record. `url` is the address of its GraphQL endpoint; `token` a text, or a function that makes one
    and is called again before it expires.

    With an `outbox`, the path of a SQLite file, `record` writes there and returns at once; a thread sends it. Without
    one, it waits for the server, for `patience` seconds at most. `strict` raises what keeps a task from being recorded.
    """

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
        self.api = Service(url, self.recorder.token, patience)
        """Each operation of the API as a method, with types."""
        self.webhooks = Webhooks(webhook_secret)

    def record(self, prompt: str, **options: Unpack[Options]) -> Record:
        """Record a task whose images are made within the context."""
        return Record(self.recorder, self.recorder.recording(prompt, options))

    def begin(self, prompt: str, **options: Unpack[Options]) -> Recording:
        """Record a task that ends later, by `resume`, in this process or in another one."""
        recording = self.recorder.recording(prompt, options)
        self.recorder.begin(recording)
        return recording

    def resume(self, id: str) -> Record:
        """End a task that was recorded before: with the images that are added within the context."""
        return Resumed(self.recorder, self.recorder.resumed(id))

    def record_images(self, **options: Unpack[Options]) -> Callable[[Callable[P, R]], Callable[P, R]]:
        """Record each call of a function that takes a `prompt` and returns an image, or a list of them."""
        return recorded(self.recorder, options)

    def record_many(self, rows: Iterable[Row]) -> list[RecordedRow]:
        """
        Record tasks that were made before, up to 100 at a time, and return what became of each. Rows with a `key` may
        be given again.
        """
        return record_rows(self.recorder, self.api, rows)

    def tasks(
        self,
        user: UUID | str | None = None,
        *,
        status: str | Sequence[str] | None = None,
        where: TaskFilter | None = None,
        order_by: TaskOrder | None = None,
    ) -> Iterator[TaskFields]:
        """All tasks of the caller, or with the role SERVICE of a user, newest first unless `order_by` says so."""
        return Listing(user, status, where, order_by).tasks(self.api)

    def task(self, id: str) -> TaskFields | None:
        return self.api.task(id).task

    def export(
        self,
        month: str | None = None,
        *,
        to: str | os.PathLike[str],
        user: UUID | str | None = None,
        where: TaskFilter | None = None,
    ) -> Path:
        """
        Download tasks into a file, in the format that its name ends in: `.csv`, `.ndjson`, or `.zip` with images. The
        month, such as `2026-11`, is one of UTC; all tasks if there is none. It is there only once it is complete.
        """
        return export(self.api, month, to, user, where)

    def follow(
        self, ids: Sequence[str] | None = None, *, on_gap: Callable[[], None] | None = None
    ) -> Generator[TaskEvent, None, None]:
        """
        Each change to tasks as it happens, for ever. `on_gap` is called after a lost connection: read then what may
        have been missed.
        """
        return follow_waiting(AsyncService(self.api.url, self.recorder.token, PATIENCE), ids, on_gap)

    def flush(self, timeout: float = 5.0) -> bool:
        """Wait until everything is sent, for so many seconds at most, and return whether it is."""
        return self.recorder.sender.flush(timeout)

    def close(self, timeout: float = 5.0) -> None:
        """Send what waits, within the time. What is not sent by then stays in the outbox."""
        self.recorder.close(timeout)
        self.api.http.close()

    def __enter__(self) -> TaskRecord:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
