from __future__ import annotations

import asyncio
import base64
import json
import time
from collections.abc import AsyncGenerator, Callable, Generator
from threading import Lock

import httpx

EARLY = 60.0
"""Seconds before its end at which a token is replaced."""
REFUSED = 401


class Token(httpx.Auth):
    """Puts a token into requests: a text, or what a function returns, which is called again before that expires."""

    def __init__(self, given: str | Callable[[], str]) -> None:
        self.given = given
        self._lock = Lock()
        self._value = ""
        self._until = 0.0

    def current(self) -> str:
        """The token; a function that makes it may take its time, and may raise."""
        with self._lock:
            if not self._value or time.time() > self._until - EARLY:
                self._value = self.given if isinstance(self.given, str) else self.given()
                self._until = _expiry(self._value)
            return self._value

    def renewed(self, refused: str) -> str:
        """Another token than the one that was refused, if there is one."""
        with self._lock:
            if self._value == refused:
                self._value = ""
        return self.current()

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        token = self.current()
        response = yield _with(request, token)
        if response.status_code == REFUSED and (another := self.renewed(token)) != token:
            yield _with(request, another)

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        token = await asyncio.to_thread(self.current)
        response = yield _with(request, token)
        if response.status_code == REFUSED and (another := await asyncio.to_thread(self.renewed, token)) != token:
            yield _with(request, another)


def _with(request: httpx.Request, token: str) -> httpx.Request:
    request.headers["Authorization"] = f"Bearer {token}"
    return request


def _expiry(token: str) -> float:
    """When the token ends, in seconds since 1970; far away if it does not say so."""
    try:
        payload = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        return float(claims["exp"])
    except (IndexError, ValueError, KeyError, TypeError):
        return float("inf")
