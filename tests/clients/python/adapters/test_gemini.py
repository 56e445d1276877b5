"""Google's own library, against an imitation of its API."""

import asyncio
import base64
import json
from pathlib import Path
from typing import Any

import pytest
from google import genai
from google.genai import errors, types
from PIL import Image
from task_record import AsyncTaskRecord
from task_record.adapters.gemini import AsyncGeminiModels, GeminiModels

from tests.api import Client
from tests.application import ServedApplication
from tests.clients.python.animals import FOX, WOLF, sha256
from tests.clients.python.conftest import Connect, history
from tests.clients.python.imitation import Answer, imitation

MODEL = "gemini-3.1-flash-lite-image"
SEED = 2_147_483_647
USAGE = {"promptTokenCount": 12, "candidatesTokenCount": 1290, "thoughtsTokenCount": 8, "totalTokenCount": 1310}


def part(content: bytes, **more: Any) -> dict[str, Any]:
    return {"inlineData": {"mimeType": "image/png", "data": base64.b64encode(content).decode()}, **more}


def api(method: str, path: str, body: bytes) -> Answer:
    if b"busy" in body:
        return 429, {"error": {"code": 429, "message": "Quota exceeded", "status": "RESOURCE_EXHAUSTED"}}
    if b"violence" in body:
        return 200, {
            "candidates": [{"finishReason": "IMAGE_SAFETY"}],
            "usageMetadata": USAGE,
        }
    parts = [{"text": "Here it is:"}, part(WOLF, thought=True), part(FOX)]
    content = {"role": "model", "parts": parts}
    answer = {
        "candidates": [{"content": content, "finishReason": "STOP"}],
        "usageMetadata": USAGE,
        "responseId": f"response-{hash(body)}",
    }
    return 200, f"data: {json.dumps(answer)}\n\n".encode() if ":stream" in path else answer


def client_of(url: str) -> genai.Client:
    return genai.Client(api_key="x", http_options=types.HttpOptions(base_url=url))


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
