"""Gemini, as far as the adapters use it, and what it answers."""

import base64
import json
from typing import Any

from google import genai
from google.genai import types

from tests.clients.python.animals import FOX, WOLF
from tests.clients.python.imitation import Answer

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
