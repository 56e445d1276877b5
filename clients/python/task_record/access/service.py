from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from task_record.access.answer import read_answer
from task_record.access.pause import pause
from task_record.access.token import Token
from task_record.errors import NoAnswer, Temporary
from task_record.generated.operations import Operations

LONGEST = 35.0
"""Seconds to wait for a response: longer than the server's own limit for an operation."""
CONNECT = 5.0
"""Seconds to wait for a connection."""


@contextmanager
def answering() -> Iterator[None]:
    """Raise `NoAnswer` if the connection fails."""
    try:
        yield
    except httpx.TransportError as error:
        raise NoAnswer(f"{type(error).__name__}: {error}") from error


class Service(Operations):
    """The API, with a method for each operation. It retries temporary failures for `patience` seconds."""

    def __init__(self, url: str, token: Token, patience: float, timeout: float = LONGEST) -> None:
        self.token = token
        self.patience = patience
        self.timeout = httpx.Timeout(timeout, connect=min(timeout, CONNECT))
        self.http = self.connect()
        super().__init__(url, http_client=self.http)  # type: ignore[arg-type]

    def connect(self) -> httpx.Client:
        """Open a new client, since a forked process must not use the connections of its parent."""
        self.http = httpx.Client(auth=self.token, timeout=self.timeout)
        self.http_client = self.http
        return self.http

    def execute(
        self,
        query: str,
        operation_name: str | None = None,
        variables: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> Any:
        """Send an operation, and return the `data` of the response."""
        until = time.monotonic() + self.patience
        attempts = 0
        while True:
            attempts += 1
            try:
                with answering():
                    return read_answer(super().execute(query, operation_name, variables, **kwargs))  # type: ignore[arg-type]
            except Temporary as error:
                wait = pause(attempts, error)
                if time.monotonic() + wait > until:
                    raise
                time.sleep(wait)

    def get_data(self, response: Any) -> dict[str, Any]:
        return dict(response)
