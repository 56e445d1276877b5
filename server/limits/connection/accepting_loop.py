import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from socket import socket
from typing import Any

import uvloop

ACCEPTS_AN_ITERATION = 16
"""Connections accepted in one iteration of the loop."""


class Listeners:
    """
    Several servers that listen on one socket, with the methods of a single one. `close` accepts the connections that
    still wait in the socket. Otherwise their requests would be lost, and their clients could not know whether these had
    been executed.
    """

    def __init__(self, servers: Sequence[Any], accept: Callable[[socket], asyncio.Task[object]]) -> None:
        self.servers, self.accept = servers, accept
        self.accepting: list[asyncio.Task[object]] = []

    @property
    def sockets(self) -> Sequence[socket]:
        sockets: Sequence[socket] = self.servers[0].sockets
        return sockets

    def close(self) -> None:
        """Stop listening, and accept the connections that wait in the socket."""
        listening = [listener.dup() for listener in self.sockets]
        for server in self.servers:
            server.close()
        for listener in listening:
            with listener, suppress(OSError):
                listener.setblocking(False)
                while True:
                    self.accepting.append(self.accept(listener.accept()[0]))

    async def wait_closed(self) -> None:
        """Wait until those connections are accepted and the servers are closed."""
        await asyncio.gather(*self.accepting, return_exceptions=True)
        for server in self.servers:
            await server.wait_closed()


class AcceptingLoop(uvloop.Loop):
    """
    A loop whose servers accept several connections in an iteration. uvloop accepts one: when iterations take
    milliseconds, the last of a hundred clients that connect at once would wait for a hundred iterations. So each socket
    has several servers.
    """

    async def create_server(self, factory: Any, *args: Any, **options: Any) -> Listeners:  # type: ignore[override]
        create = super().create_server
        first: Any = await create(factory, *args, **options)
        again = {name: value for name, value in options.items() if name in {"ssl", "backlog"}}
        copies = [listener.dup() for listener in first.sockets for _ in range(ACCEPTS_AN_ITERATION - 1)]

        def accept(connection: socket) -> asyncio.Task[object]:
            return self.create_task(self.connect_accepted_socket(factory, connection, ssl=options.get("ssl")))

        return Listeners([first, *[await create(factory, sock=copy, **again) for copy in copies]], accept)
