"""Values that cannot be recorded are left out, so that a task is recorded with its images."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from task_record.errors import BadUserInput, TaskRecordError
from task_record.images.picture import Picture

OPTIONAL = frozenset(
    {
        *("aspectRatio", "cost", "creditsDeducted", "deadline", "externalId", "failureCode", "generationTimeMs"),
        *("imageCount", "inputTokens", "metadata", "modelVersion", "originalImage", "outputTokens", "parameters"),
        *("sources", "startedAt", "taskType", "tokensUsed"),
    }
)
"""Fields of inputs without which a task can be recorded. Its own times are not among them: they would be wrong."""
OF_VALUES = ("BAD_USER_INPUT", "INVALID", "CONFLICT", "NOT_FOUND", "TOO_LARGE", "INVALID_IMAGE", "INSUFFICIENT_CREDITS")
"""Codes of errors that may be about one value."""
LONGEST_PROMPT = 10_000
"""Characters of a prompt, the most that the server accepts."""
LONGEST_MESSAGE = 2000
"""Characters of an error message."""
NO_PROMPT = "(no prompt)"
SHOWN = 200
"""Characters that are retained of a value that is not JSON."""
TEXTS = ("prompt", "errorMessage")


@dataclass(frozen=True)
class LeftOut:
    """Values and images of a task that were not recorded, and why."""

    values: Mapping[str, Any]
    error: TaskRecordError
    images: tuple[Picture, ...] = ()


def without(inputs: Iterable[MutableMapping[str, Any]], error: TaskRecordError) -> dict[str, Any]:
    """
    Remove the optional values from the inputs that the error is about, and return them. If an invalid input has no
    path, all optional values are removed. An invalid prompt is shortened or replaced.
    """
    if error.code not in OF_VALUES:
        return {}
    names = {next((part for part in path if part in OPTIONAL), "") for path in error.fields}
    if not error.fields and error.code == BadUserInput.code:
        names = set(OPTIONAL)
    found = list(inputs)
    left = {name: given.pop(name) for given in found for name in sorted(names & given.keys())}
    is_of_prompt = any(path[-1] == "prompt" for path in error.fields)
    return left | (_prompt_replaced(found) if is_of_prompt else {})


def _prompt_replaced(inputs: Iterable[MutableMapping[str, Any]]) -> dict[str, Any]:
    """Shorten a prompt that is too long, or replace an empty one, and return it."""
    for given in inputs:
        prompt = given.get("prompt")
        if isinstance(prompt, str) and (shorter := prompt[:LONGEST_PROMPT].strip() or NO_PROMPT) != prompt:
            given["prompt"] = shorter
            return {"prompt": prompt}
    return {}


def invalid(error: ValidationError) -> BadUserInput:
    """Return the error of the server for values that are not of their types."""
    fields = [["input", *map(str, one["loc"])] for one in error.errors(include_url=False)]
    return BadUserInput(str(error), field=fields[0], fields=fields)


def as_json(given: Mapping[str, Any]) -> tuple[str, list[LeftOut]]:
    """
    Return values in JSON, and those that JSON cannot express. Of an object, only the keys at fault are left out. Other
    types are written as text, and characters that are not Unicode are replaced.
    """
    kept: dict[str, Any] = {}
    lost: dict[str, Any] = {}
    for name, value in given.items():
        if name in TEXTS:
            kept[name] = _readable(value)
        elif _is_json(value):
            kept[name] = value
        elif isinstance(value, Mapping):
            kept[name] = {key: one for key, one in value.items() if _is_json({key: one})}
            lost |= {f"{name}.{key!r}": _shown(one) for key, one in value.items() if not _is_json({key: one})}
        else:
            lost[name] = _shown(value)
    error = BadUserInput("JSON cannot express the value.")
    return json.dumps(kept, default=_plain), [LeftOut(lost, error)] if lost else []


def _is_json(value: Any) -> bool:
    try:
        json.dumps(value, default=_plain, allow_nan=False, ensure_ascii=False).encode()
    except Exception:  # also one that the value's own methods raise
        return False
    return True


def _plain(value: Any) -> str:
    return str(value.isoformat() if hasattr(value, "isoformat") else value)


def _readable(text: Any) -> str:
    """Join surrogates that belong together, and replace the others, and NUL, which the server cannot store."""
    return str(text).replace("\0", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _shown(value: Any) -> str:
    try:
        return ascii(value)[:SHOWN]
    except Exception:  # such as an integer with too many digits
        return f"({type(value).__name__})"
