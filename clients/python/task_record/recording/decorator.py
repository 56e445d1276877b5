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
PLAIN = (str, int, float, bool)


def recorded(recorder: Recorder, options: Options) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Record each call of a function that takes a `prompt` and returns images."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        signature = inspect.signature(function)
        if "prompt" not in signature.parameters:
            raise TypeError(f"{function.__name__} must have a parameter `prompt`.")

        def recording(*args: P.args, **kwargs: P.kwargs) -> Recording:
            return _recording(signature.bind(*args, **kwargs), options)

        @wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            with Record(recorder, recording(*args, **kwargs)) as task:
                made = function(*args, **kwargs)
                task.add(*_images(made))
            return made

        return call

    return decorate


def recorded_async(
    recorder: Recorder, options: Options
) -> Callable[[Callable[P, Awaitable[R]]], Callable[P, Awaitable[R]]]:
    """The same for a function that is awaited."""

    def decorate(function: Callable[P, Awaitable[R]]) -> Callable[P, Awaitable[R]]:
        signature = inspect.signature(function)

        @wraps(function)
        async def call(*args: P.args, **kwargs: P.kwargs) -> R:
            async with AsyncRecord(recorder, _recording(signature.bind(*args, **kwargs), options)) as task:
                made = await function(*args, **kwargs)
                task.add(*_images(made))
            return made

        return call

    return decorate


def _recording(bound: inspect.BoundArguments, options: Options) -> Recording:
    """The prompt is the argument of that name; the other plain ones are parameters."""
    bound.apply_defaults()
    plain = {name: value for name, value in bound.arguments.items() if name != "prompt" and isinstance(value, PLAIN)}
    parameters: Mapping[str, Any] = {**options.get("parameters", {}), **plain}
    return Recording(str(bound.arguments["prompt"]), {**options, "parameters": parameters})


def _images(made: Any) -> Iterable[Given]:
    return made if isinstance(made, (list, tuple)) else [made]
