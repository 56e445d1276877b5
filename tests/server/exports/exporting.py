"""Exports as clients ask for them."""

from typing import Any

import httpx2

from tests.api import Client


async def prepared(client: Client, format: str, **input: Any) -> dict[str, Any]:
    """What `exportTasks` answers with when it refuses nothing."""
    result = "export { url expiresAt taskCount imageSize }"
    payload = await client.mutate("exportTasks", result, format=format, **input)
    assert payload["errors"] == [], payload
    return dict(payload["export"])


async def exported(client: Client, format: str, **input: Any) -> httpx2.Response:
    """The download, whole."""
    export = await prepared(client, format, **input)
    return (await client.http.get(export["url"])).raise_for_status()
