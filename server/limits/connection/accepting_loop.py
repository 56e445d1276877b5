from collections.abc import Sequence
from socket import socket
from typing import Any

import uvloop

AT_ONCE = 16
"""Connections that are accepted in one turn of the loop."""


class Listeners:
    """Several servers on one socket, with what users of a server call."""

    def __init__(self, servers: Sequence[Any]) -> None:
        self.servers = servers

    @property
    def sockets(self) -> Sequence[socket]:
        sockets: Sequence[socket] = self.servers[0].sockets
        return sockets

    def close(self) -> None:
        for server in self.servers:
            server.close()

    async def wait_closed(self) -> None:
        for server in self.servers:
            await server.wait_closed()


class AcceptingLoop(uvloop.Loop):
    """
    uvloop accepts one connection in a turn. When turns take milliseconds, who connects while a hundred others do would
    wait for a hundred of them. So each socket is listened on several times.
    """

    async def create_server(self, factory: Any, *args: Any, **options: Any) -> Listeners:  # type: ignore[override]
        create = super().create_server
        first: Any = await create(factory, *args, **options)
        again = {name: value for name, value in options.items() if name in {"ssl", "backlog"}}
        copies = [listener.dup() for listener in first.sockets for _ in range(AT_ONCE - 1)]
        return Listeners([first, *[await create(factory, sock=copy, **again) for copy in copies]])
