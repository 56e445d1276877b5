"""Whatever a value, a task with an image ends COMPLETED; what was left out is logged, and in `refused()`."""

import asyncio
import json
import stat
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from task_record import Row, TaskRecord, errors

from tests.api import Client
from tests.clients.python.animals import FOX, WOLF, sha256
from tests.clients.python.conftest import Connect, history

CYCLE: dict[str, Any] = {}
CYCLE["self"] = CYCLE


class Unreadable:
    def __str__(self) -> str:
        raise ValueError("It has no text")


NOTED: list[tuple[dict[str, Any], str]] = [
    ({"metadata": {"score": float("nan")}}, "metadata.'score'"),
    ({"metadata": {"name": "\ud800"}}, "metadata.'name'"),
    ({"metadata": {"large": 10**5000}}, "metadata.'large'"),
    ({"metadata": {"self": CYCLE}}, "metadata.'self'"),
    ({"metadata": {(1, 2): 3}}, "metadata.(1, 2)"),
    ({"metadata": {"one": Unreadable()}}, "metadata.'one'"),
    ({"metadata": {"long": "x" * 200_000}}, "metadata"),
    ({"metadata": ["a list"]}, "metadata"),
    ({"parameters": "text"}, "parameters"),
    ({"external_id": "x" * 300}, "externalId"),
    ({"external_id": "of another"}, "externalId"),
]
USED: list[tuple[dict[str, Any], str]] = [
    ({"cost": Decimal(1) / Decimal(7)}, "cost"),
    ({"cost": float("nan")}, "cost"),
    ({"cost": -1}, "cost"),
    ({"cost": "4 ct"}, "cost"),
    ({"credits": -1}, "creditsDeducted"),
    ({"input_tokens": 10**30}, "inputTokens"),
    ({"output_tokens": "many"}, "outputTokens"),
]
GIVEN: list[tuple[dict[str, Any], str]] = [
    ({"metadata": {"score": float("inf")}}, "metadata.'score'"),
    ({"metadata": "text"}, "metadata"),
    ({"images": 99}, "imageCount"),
    ({"images": "three"}, "imageCount"),
    ({"aspect_ratio": "wide"}, "aspectRatio"),
    ({"task_type": "POEM"}, "taskType"),
    ({"external_id": "of another"}, "externalId"),
    ({"original": "missing.png"}, "image"),
]


def left_out(tr: TaskRecord) -> list[str]:
    return [name for one in tr.outbox.refused() for name in json.loads(one.input)]


@pytest.mark.parametrize("is_durable", [True, False])
@pytest.mark.slow
async def test_values_are_left_out(connect: Connect, user: Client, is_durable: bool) -> None:
    tr = connect(user, **({} if is_durable else {"outbox": None}))
    await user.task("createTask", prompt="Another", externalId="of another")

    def work() -> None:
        for place, (noted, _) in enumerate(NOTED):
            with tr.record(f"noted {place}", parameters={"seed": 7}) as task:
                task.add(FOX)
                task.usage(tokens=40)
                task.note(**noted)
        for place, (used, _) in enumerate(USED):
            with tr.record(f"used {place}", parameters={"seed": 7}) as task:
                task.add(FOX)
                task.usage(tokens=40, **used)
        for place, (given, _) in enumerate(GIVEN):
            options: Any = {"parameters": {"seed": 7}, **given}
            with tr.record(f"given {place}", **options) as task:
                task.add(FOX)
                task.usage(tokens=40)
        assert tr.flush(timeout=60)

    await asyncio.to_thread(work)
    tasks = [one for one in await history(user) if one["prompt"] != "Another"]
    kept = [(one["prompt"], one["status"], one["tokensUsed"], one["images"], one["parameters"]) for one in tasks]
    cases = [("noted", NOTED), ("used", USED), ("given", GIVEN)]
    prompts = [f"{name} {place}" for name, those in cases for place in range(len(those))]
    assert sorted(kept) == sorted((prompt, "COMPLETED", 40, sha256(FOX), {"seed": 7}) for prompt in prompts)
    assert sorted(left_out(tr)) == sorted(name for _, those in cases for _, name in those)
    assert {one.operation for one in tr.outbox.refused()} == {"value"}


async def test_an_image_that_is_none_is_left_out(
    connect: Connect, user: Client, caplog: pytest.LogCaptureFixture
) -> None:
    tr = connect(user)

    def time_out() -> None:
        with tr.record("A crow", metadata={"campaign": "spring"}) as task:
            task.usage(cost="0.5", credits=1)
            task.note(external_id="job 7", parameters={"seed": 7}, metadata={"try": 2})
            raise TimeoutError

    def work() -> None:
        with tr.record("A fox") as task:
            task.add(b"<html>", FOX, "missing.png", b"GIF89a", WOLF)
        with tr.record("A wolf") as task:
            task.add(b"<html>")
        with tr.record("A bear") as task:
            task.add(Path("missing.png"))
        with tr.record("A lynx") as task:
            task.add("http://127.0.0.1:port/fox.png")
        with pytest.raises(TimeoutError):
            time_out()
        assert tr.flush(timeout=20)

    await asyncio.to_thread(work)
    tasks = {one["prompt"]: one for one in await history(user)}
    assert tasks["A fox"]["images"] == sha256(FOX, WOLF)
    assert {prompt: (one["status"], one["failureCode"]) for prompt, one in tasks.items()} == {
        "A fox": ("COMPLETED", None),
        "A wolf": ("FAILED", "invalid_image"),
        "A bear": ("FAILED", "image_unavailable"),
        "A lynx": ("FAILED", "image_unavailable"),
        "A crow": ("FAILED", "timeout"),
    }
    crow = tasks["A crow"]
    assert (crow["externalId"], crow["parameters"], crow["cost"]) == ("job 7", {"seed": 7}, "0.5")
    assert crow["metadata"] == {"campaign": "spring", "try": 2}
    codes = sorted(one.code for one in tr.outbox.refused())
    assert codes == ["IMAGE_UNAVAILABLE"] * 3 + ["INVALID_IMAGE"] * 3
    assert "is recorded without" in caplog.text
    [row] = [one for one in tr.outbox.refused() if one.task == tasks["A bear"]["id"]]
    tr.outbox.requeue(row.id)
    assert tr.outbox.waiting() == 0


async def test_a_row_concerns_no_other_row(connect: Connect, user: Client) -> None:
    rows: list[Row] = [
        {"prompt": "A fox", "status": "COMPLETED", "results": [FOX], "cost": "0.12"},
        {"prompt": "A wolf", "status": "COMPLETED", "results": [WOLF], "cost": "4 ct", "tokens": 40},
        {"prompt": "A bear", "status": "COMPLETED", "results": ["missing.png", FOX], "metadata": {"a": float("nan")}},
        {"prompt": "A lynx", "status": "COMPLETED", "tokens": 10**30, "images": 99},
        {"prompt": "An ox", "created_at": datetime.now(UTC), "status": "COMPLETED"},
        {"prompt": "", "status": "COMPLETED"},
        {"prompt": "A crow", "created_at": "yesterday"},  # type: ignore[typeddict-item]
        {"prompt": "An owl", "status": "FAILED", "error": "Timed out", "external_id": "x" * 300},
    ]
    tr = connect(user)
    result = await asyncio.to_thread(tr.record_many, rows)
    assert [one.error and one.error.code for one in result] == [
        *[None] * 4,
        "FORBIDDEN",
        None,
        "CLIENT_ERROR",
        None,
    ]
    tasks = {one["prompt"]: one for one in await history(user)}
    assert {prompt: one["status"] for prompt, one in tasks.items()} == {
        "A fox": "COMPLETED",
        "A wolf": "COMPLETED",
        "A bear": "COMPLETED",
        "A lynx": "COMPLETED",
        "(no prompt)": "COMPLETED",
        "An owl": "FAILED",
    }
    assert (tasks["A fox"]["cost"], tasks["A wolf"]["cost"], tasks["A wolf"]["tokensUsed"]) == ("0.12", None, 40)
    assert tasks["A bear"]["images"] == sha256(FOX)
    assert sorted(left_out(tr)) == [
        "cost",
        "externalId",
        "image",
        "imageCount",
        "metadata.'a'",
        "prompt",
        "tokensUsed",
    ]


async def test_the_outbox_is_only_for_its_user(connect: Connect, user: Client, tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    path.touch(mode=0o644)
    for tr in (connect(user), connect(user, outbox=path)):
        files = [Path(f"{tr.outbox.path}{suffix}") for suffix in ("", "-wal", "-shm")]
        assert [stat.S_IMODE(file.stat().st_mode) for file in files] == [0o600] * 3


@pytest.mark.parametrize("prompt", ["", "x" * 11_000, "a\ud83d\udea4 \ud800\0"])
async def test_a_prompt_that_is_refused_loses_no_image(connect: Connect, user: Client, prompt: str) -> None:
    tr = connect(user)

    def work() -> None:
        with tr.record(prompt) as task:
            task.add(FOX)
        assert tr.flush(timeout=10)
        if not prompt:
            with pytest.raises(errors.Invalid), tr.record(prompt, strict=True):
                raise AssertionError("it must not be entered")

    await asyncio.to_thread(work)
    [task] = await history(user)
    assert task["prompt"] == {0: "(no prompt)", 11_000: "x" * 10_000}.get(len(prompt), "a\U0001f6a4 \ufffd\ufffd")
    assert (task["status"], task["images"]) == ("COMPLETED", sha256(FOX))
