from __future__ import annotations

import asyncio
from types import TracebackType

from task_record.recording.recorder import Recorder
from task_record.recording.recording import Recording


class Record:
    """Records a task as a context: entering records it, leaving completes it, an exception fails it."""

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
    """Ends a task, as leaving `Record` does, that was recorded before."""

    def __enter__(self) -> Recording:
        return self.recording


class AsyncRecord(Record):
    """The same for `async with`; neither the network nor the disk holds up the event loop."""

    async def __aenter__(self) -> Recording:
        await asyncio.to_thread(self.recorder.begin, self.recording)
        return self.recording

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Also when the caller is being cancelled: what was made is recorded.
        await asyncio.shield(asyncio.to_thread(self.recorder.end, self.recording, error))


class AsyncResumed(AsyncRecord):
    async def __aenter__(self) -> Recording:
        return self.recording
