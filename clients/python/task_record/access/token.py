from __future__ import annotations

import asyncio
import base64
import json
import time
from collections.abc import AsyncGenerator, Callable, Generator
from threading import Lock
from typing import Any

import httpx

from task_record.access.user_id import AS_UUID, user_id
from task_record.errors import Unauthenticated

EARLY = 60.0
"""Seconds before its expiry at which a token is replaced."""
REFUSED = 401


class Token(httpx.Auth):
    """Adds a token to requests: a string, or the result of a function, which is called again before it expires."""

    def __init__(self, given: str | Callable[[], str]) -> None:
        self.given = given
        self._lock = Lock()
        self._value = ""
        self._until = 0.0

    def current(self) -> str:
        """Return the token. Blocks while the function runs, and raises `Unauthenticated` if it fails."""
        with self._lock:
            if not self._value or time.time() > self._until - EARLY:
                self._value = self.given if isinstance(self.given, str) else self._made(self.given)
                self._until = _expiry(self._value)
            return self._value

    def _made(self, make: Callable[[], str]) -> str:
        try:
            return make()
        except Exception as error:
            raise Unauthenticated(f"The token could not be made: {error!r}") from error

    def subject(self) -> str:
        """Return the id of the token's user as the server makes it, or an empty string if the token has no `sub`."""
        claims = _claims(self.current())
        subject, issuer = str(claims.get("sub", "")), claims.get("iss")
        is_mapped = subject and issuer and not AS_UUID.fullmatch(subject)
        return user_id(subject, str(issuer)) if is_mapped else subject

    def renewed(self, refused: str) -> str:
        """Return a new token in place of one that the server refused. A fixed token is returned again."""
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
    """Return when the token expires, in seconds since 1970; infinity if it has no `exp`."""
    return float(_claims(token).get("exp", "inf"))


def _claims(token: str) -> dict[str, Any]:
    """Return the token's claims. Only the server verifies them."""
    try:
        payload = token.split(".")[1]
        return dict(json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))))
    except (IndexError, ValueError, TypeError):
        return {}
