import asyncio
import gc
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, nullcontext
from functools import partial
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from models.background import background, supervise
from models.placement.databases import Databases
from resolvers.access import default_plan
from server.access.authenticator import Authenticator
from server.exports.exports import STATEMENT_TIMEOUT, Exports
from server.health import health_routes
from server.http.endpoint import GraphQL
from server.http.notice import FAILED, NOT_FOUND, notice, wants_page
from server.http.request_log import RequestLog
from server.http.response import refusal_of, refusal_response
from server.http.schema_text import schema_route
from server.http.stop import Stop
from server.limits.statement_charges import StatementCharges
from server.notifier import Notifier
from server.observation.line_queue import LINES
from server.observation.metrics import metrics_route
from server.observation.traces import RequestTrace, are_wanted, traces
from server.pages import page_routes
from server.readiness import Readiness
from server.requests.media_types import JSON
from server.requests.refusals import BadRequest
from server.settings.settings import Settings
from server.sharing.shared_links import SharedLinks
from server.stores.connections import (
    NOTIFIER,
    STORAGE_ANSWER_SECONDS,
    keep_connected,
    open_database,
    open_storage,
    opened,
    patience,
    replicas_of,
    statement_timeout,
)
from server.stores.shared_store import SharedStore
from server.webhooks.webhook_client import WebhookClient
from server.webhooks.webhook_sender import WebhookSender
from server.worker import WORKER, run_jobs
from storage.images.decoder_process import preload_credentials
from storage.objects import Storage

if TYPE_CHECKING:
    from server.mcp.mcp_endpoint import McpEndpoint

CLIENT_HEADERS = [
    "Authorization",
    "Content-Type",
    "Apollo-Require-Preflight",
    "ApolloGraphQL-Client-Name",
    "ApolloGraphQL-Client-Version",
    "GraphQL-Preflight",
    "Traceparent",
    "Tracestate",
    "X-Apollo-Operation-Name",
    "X-GraphQL-Event-Stream-Token",
    "X-Request-Id",
]
"""Request headers of Apollo's clients, urql and graphql-sse, those of traces, and the request's id."""
AGENT_HEADERS = ["Mcp-Method", "Mcp-Name", "Mcp-Protocol-Version"]
"""Request headers of the Model Context Protocol."""


def create_app(settings: Settings) -> Starlette:
    """
    Return the ASGI application: `/graphql`, `/mcp`, `/export/…`, `/s/…`, `/schema.graphql`, pages, `/metrics` and
    health checks. While it runs, so do a notifier and a worker for each database.
    """
    authenticator = Authenticator(settings)
    if settings.content_credentials_key or settings.content_credentials_trust:
        preload_credentials()
    replicas = replicas_of(settings, slow_after=settings.slow_after)
    database = open_database(settings, statement_timeout(settings), settings.slow_after, replicas)
    storage = open_storage(settings, patience(settings, STORAGE_ANSWER_SECONDS))
    shared = SharedStore(settings.redis_url) if settings.redis_url else None
    graphql = GraphQL(settings, authenticator, database, storage, shared)
    rate_limits, plan = graphql.rate_limits, default_plan(settings.plans)
    charges = StatementCharges(rate_limits)
    for one in {database, *database.parts}:
        one.charges = charges
    lasting = open_database(settings, STATEMENT_TIMEOUT, replicas=replicas, shares=lambda: None)
    exports = Exports(lasting, storage, rate_limits, plan, settings.currency)
    links = SharedLinks(settings, database, storage, rate_limits)
    webhooks = WebhookClient(settings.webhook_networks)
    mcp = open_mcp(settings, graphql, storage)
    readiness = Readiness(settings, database, storage, shared)
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
            readiness,
            graphql.subscriptions,
            webhooks,
            mcp.manager.run() if mcp else nullcontext(),
            background(
                supervise("seen callers", partial(authenticator.seen_callers.record, database)),
                supervise("views of links", partial(links.views.keep_written, database)),
                *listening(settings, database, storage, webhooks),
            ),
        ):
            with stop.handled():
                yield
        LINES.flush()

    graphql_route, middleware = Route("/graphql", graphql), cross_origin(settings)
    app = Starlette(
        routes=[
            graphql_route,
            Route("/export/{token}", exports),
            Route("/s/{address:path}", links),
            schema_route(graphql),
            *(mcp.routes() if mcp else ()),
            metrics_route(settings, database, readiness.are_right),
            *health_routes(readiness, stop),
            *page_routes(settings),
        ],
        middleware=middleware,
        exception_handlers={HTTPException: not_served, Exception: failed},
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False  # the redirect would go to whatever host the request names
    stack = first(graphql_route, middleware, app.build_middleware_stack())
    app.middleware_stack = RequestLog(RequestTrace(stack) if are_wanted() else stack, stop)
    return app


def open_mcp(settings: Settings, graphql: GraphQL, storage: Storage) -> "McpEndpoint | None":
    """Return the endpoint of agents; None unless MCP is true. Its packages are optional, and imported only here."""
    if not settings.mcp:
        return None
    from server.mcp.mcp_endpoint import McpEndpoint

    return McpEndpoint(settings, graphql, storage)


def first(route: Route, middleware: list[Middleware], others: ASGIApp) -> ASGIApp:
    """
    Return an application that sends requests for the route's path to its endpoint, and others to `others`. The endpoint
    handles its own errors, so its requests need not pass the router and two more middlewares.
    """
    endpoint = route.endpoint
    for one in reversed(middleware):
        endpoint = one.cls(endpoint, *one.args, **one.kwargs)

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        if scope.get("path") == route.path:
            scope["route"] = route
            await endpoint(scope, receive, send)
        else:
            await others(scope, receive, send)

    return application


def listening(
    settings: Settings, database: Databases, storage: Storage, webhooks: WebhookClient
) -> Iterator[asyncio.Task[None]]:
    """Start the notifier and the worker of each database, and yield the tasks, which run until they are cancelled."""
    for url, part in zip(settings.listen_urls, database.parts, strict=True):
        sender = WebhookSender(part, webhooks)
        work = partial(
            run_jobs, part, database, storage, settings.plans, settings.currency, settings.index_prompts, sender
        )
        yield supervise("notifier", partial(keep_connected, url, NOTIFIER, Notifier(part, database.events).notify))
        yield supervise("worker", partial(keep_connected, url, WORKER, work))


def cross_origin(settings: Settings) -> list[Middleware]:
    """Return the CORS middleware for the origins in CORS_ORIGINS; an empty list when there are none."""
    if not settings.cors_origins:
        return []
    return [
        Middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=["GET", "POST", "PUT", "DELETE"],
            allow_headers=[*CLIENT_HEADERS, *(AGENT_HEADERS if settings.mcp else [])],
            expose_headers=["Retry-After", "X-Request-Id"],
        )
    ]


async def not_served(request: Request, error: Any) -> Response:
    """Return a GraphQL error or a page for an unknown path, or a method that the path does not support."""
    if wants_page(request):
        return notice(error.status_code, *NOT_FOUND)
    return refusal_response(BadRequest(error.detail, error.status_code, error.headers), JSON)


async def failed(request: Request, error: Exception) -> Response:
    """Log an unexpected exception outside of `/graphql`, and return a GraphQL error or a page."""
    refusal = refusal_of(error)
    return (
        notice(500, *FAILED, str(refusal.extensions.get("requestId", "")))
        if wants_page(request)
        else refusal_response(refusal, JSON)
    )


def application() -> Starlette:
    """Return the application for the environment's settings. Uvicorn calls this factory in each process."""
    settings = Settings()
    app = create_app(settings)
    # The 170,000 objects that exist by now live as long as the process. Full collections skip frozen objects; scanning
    # these would stop the process for 0.1 s each time.
    gc.collect()
    gc.freeze()
    return app
