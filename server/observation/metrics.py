"""`/metrics`: what all processes of this server have measured, and what the database tells, as Prometheus reads it."""

import asyncio
import os
from collections.abc import Sequence
from contextlib import suppress
from hmac import compare_digest
from ipaddress import ip_address
from pathlib import Path

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, disable_created_metrics, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from models.database import Database
from models.database_measures import MEASURES
from resolvers.replica import Replica
from server.observation.database_figures import DatabaseFigures
from server.settings.settings import Settings

disable_created_metrics()  # type: ignore[no-untyped-call] # when each series began, which several processes do not tell either
FORWARDED = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP")
"""What proxies add: who asks through one on this machine is not the machine itself."""
REFUSED = (
    "/metrics answers this machine itself, by a loopback address and without a proxy. "
    "For others set METRICS_TOKEN, and send `Authorization: Bearer …`.\n"
)


def metrics_route(settings: Settings, database: Database, replicas: Sequence[Replica]) -> Route:
    token = settings.metrics_token
    expected = f"Bearer {token.get_secret_value()}".encode() if token else None
    figures = DatabaseFigures(database, replicas)
    of_database = CollectorRegistry()
    of_database.register(figures)
    turn = asyncio.Lock()

    async def metrics(request: Request) -> Response:
        if expected and not compare_digest(request.headers.get("Authorization", "").encode(), expected):
            headers = {"WWW-Authenticate": "Bearer"}
            return PlainTextResponse("METRICS_TOKEN is wanted as a bearer token.\n", 401, headers)
        if not expected and not is_local(request):
            return PlainTextResponse(REFUSED, 403)
        await figures.refresh()
        MEASURES.publish()
        async with turn:  # apart, since it takes tens of milliseconds
            text = await asyncio.to_thread(written) + generate_latest(of_database)
        return Response(text, headers={"Content-Type": CONTENT_TYPE_LATEST, "Cache-Control": "no-store"})

    return Route("/metrics", metrics)


def is_local(request: Request) -> bool:
    """Whether a program on this machine asks, by a loopback address and not through a proxy as far as can be told."""
    if request.client is None or any(name in request.headers for name in FORWARDED):
        return False
    return is_loopback(request.client.host) and is_loopback(request.url.hostname or "")


def is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def written() -> bytes:
    """All measures as text: of this process, or of all that share PROMETHEUS_MULTIPROC_DIR."""
    directory = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    if directory is None:
        return generate_latest(REGISTRY)
    forget_the_dead(Path(directory))
    registry = CollectorRegistry()
    MultiProcessCollector(registry, directory)  # type: ignore[no-untyped-call]
    return generate_latest(registry)


def forget_the_dead(directory: Path) -> None:
    """What a process that was killed had in use counts no more; what it had counted does."""
    for file in directory.glob("gauge_live*.db"):
        pid = int(file.stem.rpartition("_")[2])
        if not Path(f"/proc/{pid}").exists():
            with suppress(FileNotFoundError):
                mark_process_dead(pid, str(directory))  # type: ignore[no-untyped-call]
