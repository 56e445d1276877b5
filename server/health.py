from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route

from models.database import Database
from server.operations.check import problems
from server.settings.settings import Settings
from server.stop import Stop
from storage.objects import Storage


def health_routes(settings: Settings, database: Database, storage: Storage, stop: Stop) -> list[Route]:
    """`/healthz`, which answers while the process lives, and `/readyz`, which asks database and storage."""

    async def healthz(_: Request) -> PlainTextResponse:
        return PlainTextResponse("ok")

    async def readyz(_: Request) -> JSONResponse:
        found = ["The server is about to stop."] if stop.asked else await problems(settings, database, storage)
        return JSONResponse({"ready": not found, "problems": found}, 503 if found else 200)

    return [Route("/healthz", healthz), Route("/readyz", readyz)]
