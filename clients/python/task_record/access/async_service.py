from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Any

import httpx

from task_record.access.answer import read_answer
from task_record.access.pause import pause
from task_record.access.service import CONNECT, LONGEST, answering
from task_record.access.token import Token
from task_record.errors import Temporary, request_error
from task_record.generated.async_operations import AsyncOperations

SILENCE = 60.0
"""Seconds without data after which the client treats a stream of events as lost."""
PREFIX = "data:"


class AsyncService(AsyncOperations):
    """The API, each operation an awaitable method; otherwise like `Service`."""

    def __init__(self, url: str, token: Token, patience: float) -> None:
        self.http = httpx.AsyncClient(auth=token, timeout=httpx.Timeout(LONGEST, connect=CONNECT))
        super().__init__(url, http_client=self.http)  # type: ignore[arg-type]
        self.patience = patience

    async def execute(
        self,
        query: str,
        operation_name: str | None = None,
        variables: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> Any:
        until = time.monotonic() + self.patience
        attempts = 0
        while True:
            attempts += 1
            try:
                with answering():
                    return read_answer(await super().execute(query, operation_name, variables, **kwargs))  # type: ignore[arg-type]
            except Temporary as error:
                wait = pause(attempts, error)
                if time.monotonic() + wait > until:
                    raise
                await asyncio.sleep(wait)

    async def execute_ws(
        self,
        query: str,
        operation_name: str | None = None,
        variables: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[dict[str, Any]]:
        """Follow a subscription over server-sent events, which need no library for WebSockets."""
        plain, _, _ = self._process_variables(variables)
        given = {"query": query, "operationName": operation_name, "variables": plain}
        headers = {"Accept": "text/event-stream"}
        timeout = httpx.Timeout(LONGEST, connect=CONNECT, read=SILENCE)
        with answering():
            async with self.http.stream("POST", self.url, json=given, headers=headers, timeout=timeout) as answer:
                if not answer.headers.get("Content-Type", "").startswith("text/event-stream"):
                    await answer.aread()
                    read_answer(answer)
                async for line in answer.aiter_lines():
                    if line.startswith(PREFIX) and (text := line[len(PREFIX) :].strip()):
                        yield _event(json.loads(text))

    def get_data(self, response: Any) -> dict[str, Any]:
        return dict(response)


def _event(body: dict[str, Any]) -> dict[str, Any]:
    if body.get("errors"):
        raise request_error(body["errors"], None)
    return dict(body["data"])
