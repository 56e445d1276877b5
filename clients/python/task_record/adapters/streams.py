"""Records the events of a provider's stream while the caller reads them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AsyncExitStack, ExitStack
from typing import Any

from task_record.adapters.failure import fail, recording_result
from task_record.recording.recording import Recording

Note = Callable[[Recording, Any], bool]
"""Records an event, and returns whether it was the last one with an image."""


class _Stream:
    """Has the attributes of the provider's stream."""

    def __init__(self, stream: Any, task: Recording, note: Note) -> None:
        self._stream = stream
        self._task = task
        self._note = note

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def _is_last(self, event: Any) -> bool:
        with recording_result(self._task):
            return self._note(self._task, event)
        return False

    def _give_up(self) -> None:
        """Cancel the task if the caller closes the stream before its first image."""
        if not self._task.images:
            self._task.cancel()


class RecordedStream(_Stream):
    """
    Replaces a stream. `end` ends its task: with the last image, at the end of the stream, when it fails, or when the
    caller closes it.
    """

    def __init__(self, stream: Any, task: Recording, note: Note, end: ExitStack) -> None:
        super().__init__(stream, task, note)
        self._end = end

    def __iter__(self) -> RecordedStream:
        return self

    def __next__(self) -> Any:
        try:
            event = next(self._stream)
        except StopIteration:
            self._end.close()
            raise
        except Exception as error:
            fail(self._task, error)
            self._end.close()
            raise
        if self._is_last(event):
            self._end.close()
        return event

    def close(self) -> None:
        self._stream.close()
        self._give_up()
        self._end.close()

    def __enter__(self) -> RecordedStream:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncRecordedStream(_Stream):
    """`RecordedStream` for `async for`."""

    def __init__(self, stream: Any, task: Recording, note: Note, end: AsyncExitStack) -> None:
        super().__init__(stream, task, note)
        self._end = end

    def __aiter__(self) -> AsyncRecordedStream:
        return self

    async def __anext__(self) -> Any:
        try:
            event = await anext(self._stream)
        except StopAsyncIteration:
            await self._end.aclose()
            raise
        except Exception as error:
            fail(self._task, error)
            await self._end.aclose()
            raise
        if self._is_last(event):
            await self._end.aclose()
        return event

    async def aclose(self) -> None:
        await (self._stream.aclose if hasattr(self._stream, "aclose") else self._stream.close)()
        self._give_up()
        await self._end.aclose()

    close = aclose

    async def __aenter__(self) -> AsyncRecordedStream:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()
