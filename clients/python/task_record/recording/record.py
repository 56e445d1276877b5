from __future__ import annotations

import asyncio
from types import TracebackType

from task_record.recording.recorder import Recorder
from task_record.recording.recording import Recording


class Record:
    """A context that records a task when it is entered, and completes it when it is left. An exception fails it."""

    def __init__(self, recorder: Recorder, recording: Recording) -> None:
        self.recorder = recorder
        self.recording = recording

    def __enter__(self) -> Recording:
        self.recorder.begin(self.recording)
        return self.recording

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.recorder.end(self.recording, error)


class Resumed(Record):
    """Ends a recorded task when its context is left."""

    def __enter__(self) -> Recording:
        return self.recording


class AsyncRecord(Record):
    """`Record` for `async with`. It never blocks the event loop with network or disk access."""

    async def __aenter__(self) -> Recording:
        await asyncio.to_thread(self.recorder.begin, self.recording)
        return self.recording

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Shielded, so that the images are recorded even if the caller is cancelled.
        await asyncio.shield(asyncio.to_thread(self.recorder.end, self.recording, error))


class AsyncResumed(AsyncRecord):
    async def __aenter__(self) -> Recording:
        return self.recording
