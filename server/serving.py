from functools import partial
from typing import Any

from uvicorn.supervisors import Multiprocess

from models.shares import Shares
from server.limits.connection.accepting_loop import AcceptingLoop
from server.limits.connection.http_protocol import BoundedHttpProtocol
from server.limits.connection.websocket_protocol import BoundedWebSocketProtocol
from server.settings.settings import Settings

SECURITY_HEADERS = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Frame-Options", "SAMEORIGIN"),
]
"""On every answer, also those that Uvicorn gives by itself."""


class Supervisor(Multiprocess):
    """
    The parent of several processes. At the end it lets go of their socket: while it had that, clients could connect
    after the last process has stopped to accept, and their requests would be lost.
    """

    def terminate_all(self) -> None:
        super().terminate_all()
        for socket in self.sockets:
            socket.close()


def serving_options(settings: Settings) -> dict[str, Any]:
    """How Uvicorn serves the application, wherever it does."""
    return {
        "loop": f"{AcceptingLoop.__module__}:{AcceptingLoop.__name__}",
        "http": partial(
            BoundedHttpProtocol,
            max_header_size=settings.max_header_size,
            header_timeout=settings.header_timeout,
        ),
        "ws": partial(
            BoundedWebSocketProtocol,
            strangers=set(),
            large=Shares(2, 1),  # two large messages arrive at a time, one of a user
            message_timeout=settings.body_timeout,
        ),
        "ws_max_size": settings.max_body_size,
        "ws_per_message_deflate": False,  # it is nearly half of a subscription's memory, for events of 200 bytes
        "headers": SECURITY_HEADERS,
        "server_header": False,
        "lifespan": "on",
        "access_log": False,
        "log_config": None,
    }
