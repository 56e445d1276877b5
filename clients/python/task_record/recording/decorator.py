from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

from task_record.images.picture import Given
from task_record.recording.record import AsyncRecord, Record
from task_record.recording.recorder import Recorder
from task_record.recording.recording import Recording

if TYPE_CHECKING:
    from typing_extensions import ParamSpec

    from task_record.recording.options import Options

    P = ParamSpec("P")
R = TypeVar("R")
OF_RECORD = ("user", "key")
PLAIN = (str, int, float, bool)


def recorded(recorder: Recorder, options: Options) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Record each call of a function that takes a `prompt` and returns images."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        signature = _signature(function)

        @wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            with Record(recorder, _recording(recorder, signature.bind(*args, **kwargs), options)) as task:
                made = function(*args, **kwargs)
                task.add(*_images(made))
            return made

        return call

    return decorate


def recorded_async(
    recorder: Recorder, options: Options
) -> Callable[[Callable[P, Awaitable[R]]], Callable[P, Awaitable[R]]]:
    """Record each call of a coroutine function in the same way."""

    def decorate(function: Callable[P, Awaitable[R]]) -> Callable[P, Awaitable[R]]:
        signature = _signature(function)

        @wraps(function)
        async def call(*args: P.args, **kwargs: P.kwargs) -> R:
            async with AsyncRecord(recorder, _recording(recorder, signature.bind(*args, **kwargs), options)) as task:
                made = await function(*args, **kwargs)
                task.add(*_images(made))
            return made

        return call

    return decorate


def _signature(function: Callable[..., Any]) -> inspect.Signature:
    signature = inspect.signature(function)
    if "prompt" not in signature.parameters:
        raise TypeError(f"{function.__name__} must have a parameter `prompt`.")
    return signature


def _recording(recorder: Recorder, bound: inspect.BoundArguments, options: Options) -> Recording:
    """Pass `prompt`, `user` and `key` to `record`. Other strings, numbers and booleans become parameters."""
    bound.apply_defaults()
    given = dict(bound.arguments)
    prompt = str(given.pop("prompt"))
    of_record: Any = {name: given.pop(name) for name in OF_RECORD if name in given}
    plain = {name: value for name, value in given.items() if isinstance(value, PLAIN)}
    parameters: Mapping[str, Any] = {**options.get("parameters", {}), **plain}
    return recorder.recording(prompt, {**options, **of_record, "parameters": parameters})


def _images(made: Any) -> Iterable[Given]:
    return made if isinstance(made, (list, tuple)) else [made]
