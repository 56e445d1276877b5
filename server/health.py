import asyncio
import time
from functools import partial

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route

from models.placement.databases import Databases
from server.http.stop import Stop
from server.operations.checking.check import problems
from server.operations.checking.problem import Problem, Severity
from server.settings.settings import Settings
from storage.objects import Storage

KEPT = 1.0
"""Seconds for which the result of a check is reused: a check takes connections that users need, too."""


class Readiness:
    """Checks PostgreSQL and storage, once at a time however many requests ask."""

    def __init__(self, settings: Settings, database: Databases, storage: Storage) -> None:
        self.check = partial(problems, settings, database, storage)
        self.checked_at = 0.0
        self.checking: asyncio.Task[list[Problem]] | None = None

    async def problems(self) -> list[Problem]:
        """The problems that a check has found, at most a second ago."""
        if self.checking is None or (self.checking.done() and time.monotonic() >= self.checked_at + KEPT):
            self.checking = asyncio.create_task(self.check())
            self.checking.add_done_callback(self.note_time)
        return await asyncio.shield(self.checking)

    def note_time(self, _: object) -> None:
        self.checked_at = time.monotonic()


def health_routes(settings: Settings, database: Databases, storage: Storage, stop: Stop) -> list[Route]:
    """Return `/healthz`, which answers while the process lives, and `/readyz`, which checks PostgreSQL and storage."""
    readiness = Readiness(settings, database, storage)

    async def healthz(_: Request) -> PlainTextResponse:
        return PlainTextResponse("ok")

    async def readyz(_: Request) -> JSONResponse:
        if stop.asked:
            return JSONResponse({"ready": False, "problems": ["The server is about to stop."]}, 503)
        found = await readiness.problems()
        is_ready = all(problem.severity is Severity.WARNING for problem in found)
        return JSONResponse({"ready": is_ready, "problems": list(map(str, found))}, 200 if is_ready else 503)

    return [Route("/healthz", healthz), Route("/readyz", readyz)]
