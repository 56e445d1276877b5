"""Google's own library, against an imitation of its API."""

import asyncio
from pathlib import Path

import pytest
from google.genai import errors, types
from PIL import Image
from task_record import AsyncTaskRecord
from task_record.adapters.gemini import AsyncGeminiModels, GeminiModels

from tests.api import Client
from tests.application import ServedApplication
from tests.clients.python.adapters.gemini_imitation import MODEL, SEED, api, client_of
from tests.clients.python.animals import FOX, sha256
from tests.clients.python.conftest import Connect, history
from tests.clients.python.imitation import imitation


async def test_generating(connect: Connect, user: Client) -> None:
    tr = connect(user)

    def work() -> None:
        with imitation(api) as url, client_of(url) as client:
            models = GeminiModels(tr, client)
            config = types.GenerateContentConfig(
                seed=SEED, response_modalities=["IMAGE"], image_config=types.ImageConfig(aspect_ratio="9:16")
            )
            response = models.generate_content(model=MODEL, contents="A fox", config=config)
            [image] = [one for one in response.parts if one.inline_data and not one.thought]
            assert image.inline_data.data == FOX
            photo = Image.new("RGB", (8, 8))
            models.generate_content(model=MODEL, contents=[photo, "At night"], config={"temperature": 0.5})
            assert models.generate_content(model=MODEL, contents=["violence"]).parts is None
            assert len(list(models.generate_content_stream(model=MODEL, contents="A stream"))) == 1
            with pytest.raises(errors.ClientError):
                models.generate_content(model=MODEL, contents="busy")
            assert tr.flush(10)

    await asyncio.to_thread(work)
    found = {task["prompt"]: task for task in await history(user)}
    fox = found["A fox"]
    assert (fox["status"], fox["modelVersion"], fox["images"]) == ("COMPLETED", MODEL, sha256(FOX))
    assert fox["externalId"].startswith("response-")
    assert fox["parameters"] == {"seed": SEED, "image_config": {"aspect_ratio": "9:16"}}
    assert (fox["tokensUsed"], fox["inputTokens"], fox["outputTokens"]) == (1310, 12, 1298)
    assert (found["At night"]["parameters"], bool(found["At night"]["originalImage"])) == ({"temperature": 0.5}, True)
    assert found["A stream"]["images"] == sha256(FOX)
    refused = found["violence"]
    assert (refused["failureCode"], refused["errorMessage"]) == ("content_policy", "IMAGE_SAFETY")
    assert refused["tokensUsed"] == 1310
    assert (found["busy"]["status"], found["busy"]["failureCode"]) == ("FAILED", "provider_rate_limited")


@pytest.mark.filterwarnings("ignore:Inheritance class")
async def test_asyncio(server: ServedApplication, user: Client, tmp_path: Path) -> None:
    outbox = tmp_path / "outbox.sqlite"
    with imitation(api) as url:
        async with AsyncTaskRecord(f"{server.url}/graphql", token=user.token, outbox=outbox) as tr:
            client = client_of(url)
            models = AsyncGeminiModels(tr, client)
            await models.generate_content(model=MODEL, contents="A fox")
            stream = await models.generate_content_stream(model=MODEL, contents="A stream")
            assert len([chunk async for chunk in stream]) == 1
            await client.aio.aclose()
            client.close()
            assert await tr.flush(10)
    found = {task["prompt"]: task for task in await history(user)}
    assert [found[name]["images"] for name in ("A fox", "A stream")] == [sha256(FOX)] * 2
