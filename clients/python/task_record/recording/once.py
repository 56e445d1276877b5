from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from task_record.errors import Conflict
from task_record.generated.enums import TaskStatus
from task_record.generated.fragments import TaskFields
from task_record.outbox.turn import Turn
from task_record.recording.record import AsyncResumed, Resumed
from task_record.recording.recorder import Recorder
from task_record.recording.recording import Recording

ENDED = (TaskStatus.FAILED, TaskStatus.CANCELED)


class Once:
    """Generates a task at most once. A call with the same key waits for the first, and returns its task."""

    def __init__(self, recorder: Recorder, recording: Recording) -> None:
        self.recorder = recorder
        self.recording = recording
        self.turn = Turn(recorder.outbox, recording.id)

    def generate(self, make: Callable[[Recording], object]) -> TaskFields | None:
        try:
            if self._begins():
                with Resumed(self.recorder, self.recording):
                    make(self.recording)
        finally:
            self.turn.drop()
        return self.recording.task

    async def generate_async(self, make: Callable[[Recording], Awaitable[object]]) -> TaskFields | None:
        begins = asyncio.ensure_future(asyncio.to_thread(self._begins))
        try:
            if await asyncio.shield(begins):
                async with AsyncResumed(self.recorder, self.recording):
                    await make(self.recording)
        finally:
            # A caller that is canceled while another generates must not keep the lock that it waits for.
            begins.add_done_callback(lambda _: self.turn.drop())
        return self.recording.task

    def _begins(self) -> bool:
        """
        Wait for other calls, record the task, and return whether it must be generated. Raises `Conflict` if a task with
        this key has failed or was canceled.
        """
        self.turn.take()
        if self.recorder.has_ended(self.recording):
            return False
        self.recorder.begin(self.recording, is_awaited=True)
        task = self.recording.task
        if task and task.status in ENDED:
            raise Conflict(
                f"The task with this key has ended as {task.status.value}. Include the attempt in the key.",
                details={"taskId": task.id, "status": task.status.value},
            )
        return not task or task.status != TaskStatus.COMPLETED
