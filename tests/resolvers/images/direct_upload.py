"""Uploads images straight to storage, as clients do."""

from hashlib import sha256
from typing import Any

import httpx2

from tests.api import Client

UPLOAD = "upload { id method url headers { name value } expiresAt }"


def announced(task_id: str | None, content: bytes, **other: Any) -> dict[str, Any]:
    """Return the input of `createImageUpload` for this content."""
    given = {"taskId": task_id, "contentType": "image/png", "size": len(content)}
    return given | {"sha256": sha256(content).hexdigest()} | other


async def create_upload(user: Client, task_id: str | None, content: bytes, **other: Any) -> dict[str, Any]:
    payload = await user.mutate("createImageUpload", UPLOAD, **announced(task_id, content, **other))
    assert payload["errors"] == [], payload
    return dict(payload["upload"])


async def send(upload: dict[str, Any], content: bytes, **other_headers: str) -> httpx2.Response:
    headers = {header["name"].lower(): header["value"] for header in upload["headers"]}
    headers |= {name.replace("_", "-"): value for name, value in other_headers.items()}
    async with httpx2.AsyncClient() as storage:
        return await storage.request(upload["method"], upload["url"], content=content, headers=headers)


async def uploaded(user: Client, task_id: str | None, content: bytes, **other: Any) -> str:
    """Create an upload, send the content, and return the upload's id."""
    upload = await create_upload(user, task_id, content, **other)
    answer = await send(upload, content)
    assert answer.status_code == 200, answer.text
    return str(upload["id"])
