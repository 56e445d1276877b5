import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from functools import partial
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute

from server.access.authenticator import Authenticator
from server.access.plans import default_plan
from server.connections import keep_connected, open_database, open_storage, opened, replicas_of
from server.exports.exports import Exports
from server.health import health_routes
from server.http.endpoint import GraphQL
from server.http.media_types import JSON
from server.http.refusals import BadRequest
from server.http.response import refusal_of, refusal_response
from server.notice import FAILED, NOT_FOUND, notice, wants_page
from server.notifier import NOTIFIER, Notifier
from server.observation.logs import set_up_logs
from server.observation.metrics import metrics_route
from server.observation.request_log import RequestLog
from server.observation.traces import RequestTrace, are_wanted, traces
from server.pages import page_routes
from server.settings.settings import Settings
from server.shared_store import SharedStore
from server.stop import Leaving, Stop
from server.webhooks.webhook_client import WebhookClient
from server.webhooks.webhook_sender import WebhookSender
from server.worker import WORKER, run_jobs

CLIENT_HEADERS = [
    "Authorization",
    "Content-Type",
    "Apollo-Require-Preflight",
    "ApolloGraphQL-Client-Name",
    "ApolloGraphQL-Client-Version",
    "GraphQL-Preflight",
    "X-Apollo-Operation-Name",
    "X-GraphQL-Event-Stream-Token",
    "X-Request-Id",
]
"""What Apollo's clients, urql and graphql-sse send, and whoever gives requests ids."""


def create_app(settings: Settings) -> Starlette:
    """The ASGI application: `/graphql`, `/export/…`, pages, `/metrics`, health checks; while it runs, the worker."""
    authenticator = Authenticator(settings)
    database = open_database(settings, statement_timeout=settings.execution_timeout, slow_after=settings.slow_after)
    storage = open_storage(settings)
    replicas = replicas_of(settings, slow_after=settings.slow_after)
    shared = SharedStore(settings.redis_url) if settings.redis_url else None
    graphql = GraphQL(settings, authenticator, database, replicas, storage, shared)
    rate_limits, plan = graphql.admission.rate_limits, default_plan(settings.plans)
    exports = Exports(open_database(settings), replicas, storage, rate_limits, plan)
    webhooks = WebhookClient(settings.webhook_networks)
    stop = Stop(settings.shutdown_delay, graphql.subscriptions.stopping)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with (
            traces(),
            authenticator,
            database,
            opened(replicas),
            exports.database,
            storage,
            shared or nullcontext(),
            graphql.subscriptions,
            webhooks,
        ):
            beside = [
                asyncio.create_task(keep_connected(url, name, use))
                for url, part in zip(settings.listen_urls, database.parts, strict=True)
                for name, use in (
                    (NOTIFIER, Notifier(part, database.events).notify),
                    (WORKER, partial(run_jobs, part, storage, settings.plans, WebhookSender(part, webhooks))),
                )
            ]
            beside.append(asyncio.create_task(authenticator.seen_plans.note(database)))
            try:
                with stop.handled():
                    yield
            finally:
                for task in beside:
                    task.cancel()
                await asyncio.wait(beside)

    app = Starlette(
        routes=[
            Route("/graphql", graphql),
            WebSocketRoute("/graphql", graphql),
            Route("/export/{token}", exports),
            metrics_route(settings, database, replicas),
            *health_routes(settings, database, replicas, storage, stop),
            *page_routes(settings),
        ],
        middleware=[Middleware(Leaving, stop), *cross_origin(settings)],
        exception_handlers={HTTPException: not_served, Exception: failed},
        lifespan=lifespan,
    )
    stack = app.build_middleware_stack()
    app.middleware_stack = RequestLog(RequestTrace(stack) if are_wanted() else stack)
    app.router.redirect_slashes = False  # it would send clients to whatever host they name
    return app


def cross_origin(settings: Settings) -> list[Middleware]:
    """The CORS middleware for the origins of CORS_ORIGINS; none without them."""
    if not settings.cors_origins:
        return []
    return [
        Middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=["GET", "POST", "PUT", "DELETE"],
            allow_headers=CLIENT_HEADERS,
            expose_headers=["Retry-After", "X-Request-Id"],
        )
    ]


async def not_served(request: Request, error: Any) -> Response:
    """The answer to a path that there is not, or a method that a path does not have: an error of GraphQL, or a page."""
    if wants_page(request):
        return notice(error.status_code, *NOT_FOUND)
    return refusal_response(BadRequest(error.detail, error.status_code, error.headers), JSON)


async def failed(request: Request, error: Exception) -> Response:
    """The answer to an error that nobody expected outside of `/graphql`."""
    refusal = refusal_of(error)
    return (
        notice(500, *FAILED, str(refusal.extensions.get("requestId", "")))
        if wants_page(request)
        else refusal_response(refusal, JSON)
    )


def application() -> Starlette:
    """
    The application that `uvicorn --factory` asks for in each of its processes, by the settings of the environment.
    """
    settings = Settings()
    set_up_logs(settings.log_level, as_json=True)  # which processes that are started for several workers have not done
    app = create_app(settings)
    # What is there by now stays: each full collection would look through these 170,000 objects, 0.1 s in which nobody
    # is answered. Others are rare besides, and still often enough for what strangers' documents may leave behind.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 5, 5)
    return app
