"""Runs a provider's call and records its result, or the events of its stream while the caller reads them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, ExitStack
from typing import Any

from task_record.adapters.call import fail, failing, recording_result
from task_record.recording.record import AsyncRecord, Record
from task_record.recording.recording import Recording

Note = Callable[[Recording, Any], Any]
"""Records a result, or an event of a stream. Returns whether the event was the last one with an image."""


def recorded(context: Record, call: Callable[[], Any], note: Note, is_stream: bool = False) -> Any:
    """Run a call, and return what it returns. A stream is recorded while the caller reads it."""
    with ExitStack() as stack:
        task = stack.enter_context(context)
        with failing(task):
            answer = call()
        if is_stream:
            end = stack.pop_all()
            return _with_stream(answer, lambda stream: RecordedStream(stream, task, note, end))
        with recording_result(task):
            note(task, answer)
    return answer


async def recorded_async(
    context: AsyncRecord, call: Callable[[], Awaitable[Any]], note: Note, is_stream: bool = False
) -> Any:
    """`recorded` for asyncio. Images are downloaded in a thread."""
    async with AsyncExitStack() as stack:
        task = await stack.enter_async_context(context)
        with failing(task):
            answer = await call()
        if is_stream:
            end = stack.pop_all()
            return _with_stream(answer, lambda stream: AsyncRecordedStream(stream, task, note, end))
        with recording_result(task):
            await asyncio.to_thread(note, task, answer)
    return answer


def _with_stream(answer: Any, wrapped: Callable[[Any], Any]) -> Any:
    """Replace the stream that a call returns, itself or in a response."""
    if not hasattr(answer, "parse"):
        return wrapped(answer)
    stream = wrapped(answer.parse())
    answer.parse = lambda **_: stream
    return answer


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
            return bool(self._note(self._task, event))
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
