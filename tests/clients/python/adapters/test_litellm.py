"""LiteLLM's own library, against an imitation of OpenAI's API."""

import asyncio
import base64
from typing import Any

import pytest

from tests.api import Client
from tests.clients.python.adapters.openai_answers import BLOCKED, USAGE
from tests.clients.python.animals import FOX, sha256
from tests.clients.python.conftest import Connect, history
from tests.clients.python.imitation import Answer, imitation

SEED = 2**62 + 1


def api(method: str, path: str, body: bytes) -> Answer:
    if b"violence" in body:
        return 400, BLOCKED
    image = {"b64_json": base64.b64encode(FOX).decode()}
    return 200, {"created": 1764403200, "data": [image], "usage": USAGE}


async def ended(user: Client) -> int:
    return len([one for one in await history(user) if one["status"] != "PROCESSING"])


@pytest.mark.slow  # importing LiteLLM takes many seconds
@pytest.mark.filterwarnings("ignore")
async def test_calls_are_recorded(connect: Connect, user: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LITELLM_LOCAL_MODEL_COST_MAP", "True")
    import litellm
    from task_record.adapters.litellm import TaskRecordLogger

    tr = connect(user)
    monkeypatch.setattr(litellm, "callbacks", [TaskRecordLogger(tr, record={"metadata": {"team": "7"}})])
    with imitation(api) as url:
        given: dict[str, Any] = {
            "model": "openai/gpt-image-1",
            "api_key": "x",
            "api_base": f"{url}/v1",
            "max_retries": 0,
        }
        own = {"task_record": {"metadata": {"job": "9"}}}
        seed = {"seed": SEED}
        await litellm.aimage_generation(prompt="A fox", size="1024x1024", extra_body=seed, metadata=own, **given)
        await asyncio.to_thread(lambda: litellm.image_generation(prompt="A bear", **given))
        with pytest.raises(litellm.exceptions.BadRequestError):
            await litellm.aimage_generation(prompt="violence", **given)
        async with asyncio.timeout(30):
            while await ended(user) < 3:  # noqa: ASYNC110 - LiteLLM calls back some time after it has returned
                await asyncio.sleep(0.05)
    found = {one["prompt"]: one for one in await history(user)}
    fox = found["A fox"]
    assert (fox["status"], fox["modelVersion"], fox["images"]) == ("COMPLETED", "gpt-image-1", sha256(FOX))
    assert fox["parameters"] == {"size": "1024x1024", "seed": SEED}
    assert (fox["tokensUsed"], fox["inputTokens"], fox["outputTokens"], fox["cost"]) == (100, 50, 50, "0.00245")
    assert fox["metadata"] == {"job": "9"}
    assert found["A bear"]["images"] == sha256(FOX)
    assert (found["violence"]["status"], found["violence"]["failureCode"]) == ("FAILED", "content_policy")
    assert found["A bear"]["metadata"] == {"team": "7"}
