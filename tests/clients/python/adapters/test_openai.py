"""OpenAI's own library, against an imitation of its API."""

import asyncio
import base64
import json
from pathlib import Path
from typing import Any

import pytest
from task_record import AsyncTaskRecord
from task_record.adapters.openai import AsyncOpenAIImages, OpenAIImages

from tests.api import Client
from tests.application import ServedApplication
from tests.clients.python.adapters.openai_answers import BLOCKED, USAGE
from tests.clients.python.animals import FOX, WOLF, sha256
from tests.clients.python.conftest import Connect, history
from tests.clients.python.imitation import Answer, imitation


def api(method: str, path: str, body: bytes) -> Answer:
    """Images in base64, as gpt-image-1 answers, or for an older model their addresses."""
    if path == "/fox.png":
        return 200, FOX
    if b"violence" in body:
        return 400, BLOCKED
    if path in ("/v1/images/edits", "/v1/images/variations"):
        assert b'name="image"' in body
    if b'"stream":true' in body.replace(b" ", b"") or b'name="stream"' in body:
        return 200, streamed("image_edit" if path == "/v1/images/edits" else "image_generation")
    if b"dall-e-3" in body:
        return 200, {"created": 1764403200, "data": [{"url": json.loads(body)["user"] + "/fox.png"}]}
    images = [{"b64_json": base64.b64encode(content).decode()} for content in (FOX, WOLF)]
    return 200, {"created": 1764403200, "data": images, "usage": USAGE, "size": "1024x1024"}


def streamed(kind: str) -> bytes:
    """A preview, and then the image: events of a stream."""
    settings = {"created_at": 1764403200, "size": "1024x1024", "quality": "low", "background": "opaque"}
    preview = {"type": f"{kind}.partial_image", "b64_json": base64.b64encode(WOLF).decode(), "partial_image_index": 0}
    image = {"type": f"{kind}.completed", "b64_json": base64.b64encode(FOX).decode(), "usage": USAGE}
    events = [{**event, **settings, "output_format": "png"} for event in (preview, image)]
    return "".join(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in events).encode()


async def test_generating_and_editing(connect: Connect, user: Client, tmp_path: Path) -> None:
    import openai

    tr = connect(user)
    (tmp_path / "photo.png").write_bytes(WOLF)

    def work() -> None:
        with imitation(api) as url, openai.OpenAI(api_key="x", base_url=f"{url}/v1", max_retries=0) as client:
            images = OpenAIImages(tr, client)
            answer = images.generate(prompt="A fox", model="gpt-image-1", n=2, size="1024x1024", record={"key": "7"})
            assert len(answer.data or []) == 2
            images.generate(prompt="A bear", model="dall-e-3", user=url)
            with (tmp_path / "photo.png").open("rb") as photo:
                images.edit(image=photo, prompt="At night", model="gpt-image-1")
            with pytest.raises(openai.BadRequestError):
                images.generate(prompt="violence", model="gpt-image-1")
            assert tr.flush(10)

    await asyncio.to_thread(work)
    refused, edited, by_address, generated = await history(user)
    assert (generated["modelVersion"], generated["imageCount"]) == ("gpt-image-1", 2)
    assert (generated["tokensUsed"], generated["inputTokens"], generated["outputTokens"]) == (100, 50, 50)
    assert generated["parameters"] == {"size": "1024x1024"}
    assert generated["images"] == edited["images"] == sha256(FOX, WOLF)
    assert by_address["images"] == sha256(FOX)
    assert [edited["originalImage"]] == sha256(WOLF)
    assert (refused["status"], refused["failureCode"]) == ("FAILED", "content_policy")
    assert "safety system" in refused["errorMessage"]


async def test_asyncio(server: ServedApplication, user: Client, tmp_path: Path) -> None:
    import openai

    outbox = tmp_path / "outbox.sqlite"
    with imitation(api) as url:
        client = openai.AsyncOpenAI(api_key="x", base_url=f"{url}/v1", max_retries=0)
        async with client, AsyncTaskRecord(f"{server.url}/graphql", token=user.token, outbox=outbox) as tr:
            images = AsyncOpenAIImages(tr, client)
            await images.generate(prompt="A fox", model="gpt-image-1")
            await images.edit(image=("photo.png", WOLF, "image/png"), prompt="At night", model="gpt-image-1")
            assert await tr.flush(10)
    edited, generated = await history(user)
    assert generated["images"] == edited["images"] == sha256(FOX, WOLF)
    assert [edited["originalImage"]] == sha256(WOLF)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
async def test_streams_raw_responses_and_variations(connect: Connect, user: Client) -> None:
    import openai

    tr = connect(user)

    def work() -> None:
        with imitation(api) as url, openai.OpenAI(api_key="x", base_url=f"{url}/v1", max_retries=0) as client:
            images = OpenAIImages(tr, client)
            seed = {"seed": 2**63}
            stream = images.generate(prompt="stream", model="gpt-image-1", stream=True, extra_body=seed)
            assert [event.type for event in stream] == ["image_generation.partial_image", "image_generation.completed"]
            with images.edit(image=WOLF, prompt="closed", model="gpt-image-1", stream=True) as stream:
                assert next(stream).type == "image_edit.partial_image"
            raw = images.with_raw_response.generate(prompt="raw", model="gpt-image-1")
            assert (raw.status_code, len(raw.parse().data)) == (200, 2)
            raw = images.with_raw_response.generate(prompt="raw stream", model="gpt-image-1", stream=True)
            assert len(list(raw.parse())) == 2
            images.create_variation(image=WOLF, model="dall-e-2")
            with pytest.raises(openai.BadRequestError):
                images.with_raw_response.generate(prompt="violence", model="gpt-image-1", stream=True)
            assert tr.flush(10)

    await asyncio.to_thread(work)
    found = {task["prompt"]: task for task in await history(user)}
    assert [found[name]["images"] for name in ("stream", "raw stream")] == [sha256(FOX)] * 2
    assert [found[name]["images"] for name in ("raw", "(no prompt)")] == [sha256(FOX, WOLF)] * 2
    assert (found["stream"]["parameters"], found["stream"]["tokensUsed"]) == ({"seed": 2**63}, 100)
    assert (found["closed"]["status"], found["violence"]["failureCode"]) == ("CANCELED", "content_policy")
    assert [found[name]["originalImage"] for name in ("closed", "(no prompt)")] == sha256(WOLF) * 2


async def test_asyncio_streams_and_raw_responses(server: ServedApplication, user: Client, tmp_path: Path) -> None:
    import openai

    outbox = tmp_path / "outbox.sqlite"
    with imitation(api) as url:
        client = openai.AsyncOpenAI(api_key="x", base_url=f"{url}/v1", max_retries=0)
        async with client, AsyncTaskRecord(f"{server.url}/graphql", token=user.token, outbox=outbox) as tr:
            images = AsyncOpenAIImages(tr, client)
            stream = await images.generate(prompt="stream", model="gpt-image-1", stream=True)
            assert len([event async for event in stream]) == 2
            async with await images.edit(image=WOLF, prompt="closed", model="gpt-image-1", stream=True) as stream:
                await anext(stream)
            raw = await images.with_raw_response.generate(prompt="raw", model="gpt-image-1")
            assert len(raw.parse().data) == 2
            assert await tr.flush(10)
    found = {task["prompt"]: (task["status"], task["images"]) for task in await history(user)}
    assert found == {
        "stream": ("COMPLETED", sha256(FOX)),
        "closed": ("CANCELED", []),
        "raw": ("COMPLETED", sha256(FOX, WOLF)),
    }


async def test_values_that_cannot_be_recorded_cost_no_image(connect: Connect, user: Client) -> None:
    """OpenAI decides about them; the record has the rest."""
    import openai

    tr = connect(user)

    def work() -> None:
        with imitation(api) as url, openai.OpenAI(api_key="x", base_url=f"{url}/v1", max_retries=0) as client:
            odd: Any = {"n": 99, "size": openai.omit, "extra_body": {"image": "data:image/png;base64,AA=="}}
            OpenAIImages(tr, client).generate(prompt="A fox", model="gpt-image-1", **odd)
            OpenAIImages(tr, client).generate(prompt="A wolf", model="gpt-image-1", n="two")
            assert tr.flush(10)

    await asyncio.to_thread(work)
    found = [(one["status"], one["parameters"], one["images"]) for one in await history(user)]
    assert found == [("COMPLETED", None, sha256(FOX, WOLF)), ("COMPLETED", {}, sha256(FOX, WOLF))]
    assert tr.outbox.refused() == []


async def test_a_provider_that_does_not_answer(connect: Connect, user: Client) -> None:
    import openai

    tr = connect(user)

    def routes(status: int) -> Any:
        return lambda *_: (status, {"error": {"message": "Try again", "type": "server_error", "code": None}})

    def fail(url: str) -> None:
        with openai.OpenAI(api_key="x", base_url=url, max_retries=0) as client, pytest.raises(openai.APIError):
            OpenAIImages(tr, client).generate(prompt="A fox", model="gpt-image-1")

    def work() -> None:
        for status in (429, 500):
            with imitation(routes(status)) as url:
                fail(url)
        fail("http://127.0.0.1:9")
        assert tr.flush(10)

    await asyncio.to_thread(work)
    codes = [task["failureCode"] for task in await history(user)]
    assert codes == ["provider_unavailable", "provider_unavailable", "provider_rate_limited"]
