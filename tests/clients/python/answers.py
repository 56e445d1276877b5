"""Answers of an imitation of this server."""

import json
from typing import Any

from tests.clients.python.imitation import Answer

TASK = {
    "id": "5b1f6a52-7a0e-4c3b-9d55-1f4e8f1c2a01",
    "userId": "0d4b1a4e-8f8c-4a7e-9a55-0c3c2f2f9d11",
    "taskType": "VIDEO_GENERATION",
    "status": "DREAMING",
    "prompt": "A fox",
    "imageCount": 1,
    "resultCount": 0,
    "tokensUsed": 0,
    "creditsDeducted": 0,
    "creditsHeld": 0,
    "createdAt": "2026-11-29T10:00:00+00:00",
    "updatedAt": "2026-11-29T10:00:00+00:00",
    "images": [],
    "ofALaterVersion": True,
}


class Answers:
    """Returns the answers in turn, and stores the bodies of the requests in `asked`."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.asked: list[Any] = []

    def __call__(self, method: str, path: str, body: bytes) -> Answer:
        self.asked.append(json.loads(body))
        return self.answers.pop(0)


def refusal(code: str, **extensions: Any) -> dict[str, Any]:
    return {"errors": [{"message": "No", "extensions": {"code": code, **extensions}}]}


TEMPORARY = (503, refusal("UNAVAILABLE"))
LIMITED = (429, refusal("RATE_LIMITED", retryAfter=0))
CASES: list[tuple[list[Answer], dict[str, Any]]] = [
    ([(503, b""), (200, refusal("UNAVAILABLE")), LIMITED, (200, {"data": {"task": TASK}})], {"prompt": "A fox"}),
    ([(200, refusal("FORBIDDEN", requestId="r1"))], {"code": "FORBIDDEN", "message": "No", "requestId": "r1"}),
    ([(200, refusal("OF_A_LATER_VERSION"))], {"code": "OF_A_LATER_VERSION", "message": "No"}),
    ([(429, refusal("RATE_LIMITED", retryAfter=30))], {"code": "RATE_LIMITED", "message": "No", "retryAfter": 30}),
    ([(404, b"<h1>Not here</h1>")], {"code": "UNEXPECTED_ANSWER", "message": "404: <h1>Not here</h1>"}),
]
"""Answers to a query, and what the client returns or raises after it has used all of them."""
