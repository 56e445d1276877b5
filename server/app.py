import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route, WebSocketRoute

from server.auth import Authenticator
from server.check import problems
from server.database import open_database
from server.graphql import GraphQL
from server.object_storage import object_storage
from server.pages import page_routes
from server.settings import Settings
from server.worker import work


def create_app(settings: Settings) -> Starlette:
    authenticator = Authenticator(settings)
    database = open_database(settings)
    storage = object_storage(settings)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with authenticator, database, storage:
            worker = asyncio.create_task(work(settings.database_listen_url.get_secret_value(), database, storage))
            try:
                yield
            finally:
                worker.cancel()
                await asyncio.wait([worker])

    async def healthz(_: Request) -> PlainTextResponse:
        return PlainTextResponse("ok")

    async def readyz(_: Request) -> JSONResponse:
        found = await problems(settings, database, storage)
        return JSONResponse({"ready": not found, "problems": found}, 503 if found else 200)

    graphql = GraphQL(authenticator, database, storage, settings.cors_origins)
    return Starlette(
        routes=[
            Route("/graphql", graphql),
            WebSocketRoute("/graphql", graphql),
            Route("/healthz", healthz),
            Route("/readyz", readyz),
            *page_routes(settings),
        ],
        middleware=[
            Middleware(
                CORSMiddleware,
                allow_origins=settings.cors_origins,
                allow_methods=["GET", "POST"],
                allow_headers=["Authorization", "Content-Type"],
            )
        ],
        lifespan=lifespan,
    )


def application() -> Starlette:
    """For `uvicorn --factory`, each of whose processes reads the settings itself."""
    return create_app(Settings())
