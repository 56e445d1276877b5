"""`/metrics`: the metrics of all processes of this server, and those from PostgreSQL, in Prometheus' format."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from hmac import compare_digest
from ipaddress import ip_address
from pathlib import Path

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, disable_created_metrics, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from models.observation.database_measures import MEASURES
from models.placement.databases import Databases
from server.observation.database_figures import DatabaseFigures
from server.settings.settings import Settings

disable_created_metrics()  # type: ignore[no-untyped-call] # the time at which each series began, which several processes do not have
WRITTEN_WITHIN = 5.0
"""Seconds for which a request waits for the text, since all threads may be busy with images."""
FORWARDED = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP")
"""Headers that proxies add. A request with one may come from elsewhere, by a proxy on this machine."""
REFUSED = (
    "/metrics is open to this machine alone, by a loopback address and without a proxy. "
    "To read it from elsewhere, set METRICS_TOKEN, and send `Authorization: Bearer …`.\n"
)


def metrics_route(
    settings: Settings, database: Databases, are_right: Callable[[], Awaitable[Mapping[str, bool]]]
) -> Route:
    """
    Return the route `/metrics`, for requests with METRICS_TOKEN or, without that setting, for this machine alone.
    `are_right` returns whether each dependency of the server is right, by name.
    """
    token = settings.metrics_token
    expected = f"Bearer {token.get_secret_value()}".encode() if token else None
    figures = DatabaseFigures(database)
    of_database = CollectorRegistry()
    of_database.register(figures)
    turn = asyncio.Lock()

    async def metrics(request: Request) -> Response:
        if expected and not compare_digest(request.headers.get("Authorization", "").encode(), expected):
            headers = {"WWW-Authenticate": "Bearer"}
            return PlainTextResponse("/metrics requires METRICS_TOKEN as a bearer token.\n", 401, headers)
        if not expected and not is_local(request):
            return PlainTextResponse(REFUSED, 403)
        figures.are_right, _ = await asyncio.gather(are_right(), figures.refresh())
        MEASURES.publish()
        try:
            async with asyncio.timeout(WRITTEN_WITHIN), turn:  # in a thread, since it takes tens of milliseconds
                text = await asyncio.to_thread(written) + generate_latest(of_database)
        except TimeoutError:
            return PlainTextResponse("The server is busy.\n", 503, {"Retry-After": "5"})
        return Response(text, headers={"Content-Type": CONTENT_TYPE_LATEST, "Cache-Control": "no-store"})

    return Route("/metrics", metrics)


def is_local(request: Request) -> bool:
    """Whether the request comes from this machine: by a loopback address, and without the headers of a proxy."""
    if request.client is None or any(name in request.headers for name in FORWARDED):
        return False
    return is_loopback(request.client.host) and is_loopback(request.url.hostname or "")


def is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def written() -> bytes:
    """Return the metrics of this process as text, or those of all processes that share PROMETHEUS_MULTIPROC_DIR."""
    directory = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    if directory is None:
        return generate_latest(REGISTRY)
    forget_the_dead(Path(directory))
    registry = CollectorRegistry()
    MultiProcessCollector(registry, directory)  # type: ignore[no-untyped-call]
    return generate_latest(registry)


def forget_the_dead(directory: Path) -> None:
    """Delete the gauges of killed processes, but not their counters."""
    for file in directory.glob("gauge_live*.db"):
        pid = int(file.stem.rpartition("_")[2])
        if not Path(f"/proc/{pid}").exists():
            with suppress(FileNotFoundError):
                mark_process_dead(pid, str(directory))  # type: ignore[no-untyped-call]
