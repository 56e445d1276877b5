"""Makes tasks with pictures, and links to them."""

from typing import Any

from tests.api import Client
from tests.pictures import data_url, picture

LINK = "shareLink { id task { id } showsPrompt allowsDownload createdAt expiresAt revokedAt views } url"


async def completed(user: Client, prompt: str = "A fox", images: int = 1, **input: Any) -> str:
    """Record a task that ends with so many pictures; return its id."""
    task = await user.task("createTask", prompt=prompt, imageCount=images, **input)
    first, *more = [{"dataUrl": data_url(picture((96, 64), seed=seed))} for seed in range(images)]
    await user.task("completeTask", id=task["id"], image=first, moreImages=more)
    return str(task["id"])


async def shared(user: Client, task_id: str | None, **input: Any) -> tuple[str, str]:
    """Make a link to the task, or to the board in `input`; return its id, and its path on the server."""
    payload = await user.mutate("createShareLink", LINK, taskId=task_id, **input)
    assert payload["errors"] == [], payload
    return payload["shareLink"]["id"], f"/s/{payload['url'].rpartition('/s/')[2]}"


async def ended(user: Client, link_id: str) -> dict[str, Any]:
    payload = await user.mutate("revokeShareLink", LINK.removesuffix(" url"), id=link_id)
    assert payload["errors"] == [], payload
    return dict(payload["shareLink"])
