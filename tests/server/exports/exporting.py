"""Prepares and downloads exports, as clients do."""

from typing import Any

import httpx2

from tests.api import Client


async def prepared(client: Client, format: str, **input: Any) -> dict[str, Any]:
    """Return the export in the payload of `exportTasks`, which must have no errors."""
    result = "export { url expiresAt taskCount imageSize }"
    payload = await client.mutate("exportTasks", result, format=format, **input)
    assert payload["errors"] == [], payload
    return dict(payload["export"])


async def exported(client: Client, format: str, **input: Any) -> httpx2.Response:
    """Prepare an export, and return the response of its download, which must succeed."""
    export = await prepared(client, format, **input)
    return (await client.http.get(export["url"])).raise_for_status()
