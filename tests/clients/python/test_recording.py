"""A task is recorded when its context is entered, and ends when the context is left."""

import asyncio
import base64
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from PIL import Image
from task_record import AsyncTaskRecord, TaskRecord, errors, task_id

from tests.api import Client
from tests.application import ServedApplication
from tests.clients.python.animals import FOX, WOLF, sha256
from tests.clients.python.conftest import Connect, history
from tests.pictures import data_url, noise


async def test_leaving_the_context_completes_the_task(connect: Connect, user: Client) -> None:
    tr = connect(user)
    context = tr.record("A fox", model="gpt-image-1", images=3, parameters={"seed": 2**64})

    def work() -> None:
        context.recording.add_base64(base64.b64encode(FOX).decode(), None, base64.b64encode(WOLF).decode())
        context.recording.usage(tokens=40, input_tokens=10, output_tokens=30, cost="0.12")
        context.recording.note(metadata={"campaign": "spring"}, external_id="job-1")
        context.__exit__(None, None, None)
        assert tr.flush(timeout=10)

    await asyncio.to_thread(context.__enter__)
    assert await asyncio.to_thread(tr.flush, 10)
    assert [task["status"] for task in await history(user)] == ["PROCESSING"]
    await asyncio.to_thread(work)
    [task] = await history(user)
    assert (task["status"], task["modelVersion"], task["imageCount"]) == ("COMPLETED", "gpt-image-1", 3)
    assert (task["tokensUsed"], task["inputTokens"], task["cost"]) == (40, 10, "0.12")
    assert (task["parameters"], task["metadata"]) == ({"seed": 2**64}, {"campaign": "spring"})
    assert task["externalId"] == "job-1"
    assert task["startedAt"]
    assert task["images"] == sha256(FOX, WOLF)


async def test_an_exception_fails_the_task(connect: Connect, user: Client) -> None:
    tr = connect(user)

    @tr.record_images()
    def divide(prompt: str) -> bytes:
        raise ZeroDivisionError("The model divides by zero")

    def work() -> None:
        with pytest.raises(ZeroDivisionError):
            divide("A fox")
        with tr.record("A wolf") as task:
            task.fail("The model refuses", code="content_policy")
        with tr.record("A bear") as task:
            task.cancel()
        with tr.record("A lynx"):
            pass
        with pytest.raises(KeyboardInterrupt), tr.record("A crow"):
            raise KeyboardInterrupt
        assert tr.flush(timeout=10)

    await asyncio.to_thread(work)
    found = {one["prompt"]: (one["status"], one["failureCode"], one["errorMessage"]) for one in await history(user)}
    assert found == {
        "A fox": ("FAILED", None, "The model divides by zero"),
        "A wolf": ("FAILED", "content_policy", "The model refuses"),
        "A bear": ("CANCELED", None, None),
        "A lynx": ("FAILED", "no_image", "No image was generated."),
        "A crow": ("CANCELED", None, None),
    }


@pytest.mark.slow
@pytest.mark.parametrize("is_durable", [True, False])
async def test_every_kind_of_image(connect: Connect, user: Client, tmp_path: Path, is_durable: bool) -> None:
    tr = connect(user, **({} if is_durable else {"outbox": None}))
    (tmp_path / "fox.png").write_bytes(FOX)
    large = noise(1_500_000)  # goes straight to storage
    drawn = Image.new("RGB", (8, 8))
    buffer = BytesIO()
    drawn.save(buffer, "PNG")
    progress: list[tuple[int, int]] = []

    def work() -> None:
        with tr.record("A fox", original=WOLF, progress=lambda sent, size: progress.append((sent, size))) as task:
            task.add(FOX, tmp_path / "fox.png", str(tmp_path / "fox.png"), data_url(WOLF), drawn, large)
        assert tr.flush(timeout=30)

    await asyncio.to_thread(work)
    [task] = await history(user)
    assert task["images"] == sha256(FOX, FOX, FOX, WOLF, buffer.getvalue(), large)
    assert [task["originalImage"]] == sha256(WOLF)
    assert (len(large), len(large)) in progress
    assert (len(WOLF), len(WOLF)) in progress


async def test_a_function_that_is_called_twice_with_a_key_is_recorded_once(connect: Connect, user: Client) -> None:
    tr = connect(user)

    @tr.record_images(model="sdxl", parameters={"sampler": "euler"})
    def paint(prompt: str, *, key: str, steps: int = 30) -> list[bytes]:
        return [FOX, WOLF]

    for _ in range(2):
        assert await asyncio.to_thread(paint, "A fox", key="job 8", steps=20) == [FOX, WOLF]
        assert await asyncio.to_thread(tr.flush, 10)
    [task] = await history(user)
    assert UUID(task["id"]).version == 5
    assert (task["id"], task["prompt"], task["modelVersion"]) == (task_id("job 8", user.id), "A fox", "sdxl")
    assert task["parameters"] == {"sampler": "euler", "steps": 20}
    assert task["images"] == sha256(FOX, WOLF)
    assert tr.outbox.refused() == []


async def test_asyncio(server: ServedApplication, user: Client, tmp_path: Path) -> None:
    async with AsyncTaskRecord(f"{server.url}/graphql", token=user.token, outbox=tmp_path / "outbox.sqlite") as tr:

        @tr.record_images(model="sdxl")
        async def paint(prompt: str) -> bytes:
            await asyncio.sleep(0)
            return FOX

        await paint("A wolf")
        async with tr.record("A fox") as task:
            task.add(FOX)
        with pytest.raises(asyncio.CancelledError):
            async with tr.record("A bear"):
                raise asyncio.CancelledError
        assert await tr.flush(10)
        found = [(one.prompt, one.status.value) async for one in tr.tasks()]
        assert found == [("A bear", "CANCELED"), ("A fox", "COMPLETED"), ("A wolf", "COMPLETED")]
        only = [one.prompt async for one in tr.tasks(status="CANCELED")]
        assert only == ["A bear"]
        read = await tr.task(task.id)
        assert read
        assert read.prompt == "A fox"


async def test_a_refusal_stops_a_generation_only_if_it_is_strict_or_holds_credits(
    connect: Connect, user: Client
) -> None:
    """The user's plan has no prices, so that no credits can be held."""
    tr = connect(user)

    def work() -> None:
        with tr.record("") as task:
            task.add(FOX)
        with tr.record("A fox") as task:
            task.add(None)  # type: ignore[arg-type]
            task.add(FOX)
        assert tr.flush(timeout=10)
        with pytest.raises(errors.Invalid) as caught, tr.record("", strict=True):
            raise AssertionError("it must not be entered")
        assert caught.value.field == ["input", "prompt"]
        with pytest.raises(errors.PlanLimit), tr.record("A wolf", max_credits=9):
            raise AssertionError("it must not be entered")

    await asyncio.to_thread(work)
    assert [one["prompt"] for one in await history(user)] == ["A fox", "(no prompt)"]
    refused = [(one.operation, one.code) for one in tr.outbox.refused()]
    assert sorted(refused) == [("value", "INVALID"), ("value", "INVALID_IMAGE")]


async def test_all_tasks_are_read_a_page_at_a_time(
    connect: Connect, user: Client, server: ServedApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("task_record.reading.listing.PAGE", 2)
    service = server.new_client(role="service")
    for number in range(5):
        await user.task("createTask", prompt=f"fox {number}")
    expected = [f"fox {number}" for number in reversed(range(5))]

    def work(tr: TaskRecord, *who: UUID) -> list[str]:
        return [one.prompt for one in tr.tasks(*who)]

    assert await asyncio.to_thread(work, connect(user)) == expected
    assert await asyncio.to_thread(work, connect(service, outbox=None), user.id) == expected
    assert await asyncio.to_thread(work, connect(service, outbox=None), UUID(int=0)) == []
