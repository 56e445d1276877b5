from typing import Any

import httpx2

READY: tuple[int, dict[str, Any]] = (200, {"ready": True, "problems": []})


async def answer(http: httpx2.AsyncClient) -> tuple[int, dict[str, Any]]:
    response = await http.get("/readyz")
    return response.status_code, response.json()
