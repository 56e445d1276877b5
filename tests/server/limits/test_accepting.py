"""When many clients connect at once, the event loop accepts many of them in one turn, not one in each."""

import asyncio
import socket

import uvicorn

from server.limits.connection.accepting_loop import ACCEPTS_AN_ITERATION, AcceptingLoop
from server.serving import serving_options
from server.settings.settings import Settings

CLIENTS = 100


async def turns_to_accept(clients: int) -> int:
    """Return the event loop's turns from the first to the last accepted connection, of `clients` that wait."""
    loop = asyncio.get_running_loop()
    turn, accepted = 0, []

    def count() -> None:
        nonlocal turn
        turn += 1
        loop.call_soon(count)

    class Noting(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            accepted.append(turn)

    server = await loop.create_server(Noting, "127.0.0.1", 0, backlog=clients)
    address = server.sockets[0].getsockname()
    connections = [socket.create_connection(address) for _ in range(clients)]
    count()
    while len(accepted) < clients:  # noqa: ASYNC110 - turns are what is counted
        await asyncio.sleep(0)
    for connection in connections:
        connection.close()
    server.close()
    await server.wait_closed()
    with socket.socket() as late:
        assert late.connect_ex(address) != 0
    return accepted[-1] - accepted[0]


async def test_many_connections_are_accepted_in_a_turn(settings: Settings) -> None:
    served_in = uvicorn.Config("server.app:application", **serving_options(settings)).get_loop_factory()
    assert served_in is AcceptingLoop

    def run() -> int:
        with asyncio.Runner(loop_factory=AcceptingLoop) as runner:
            return runner.run(turns_to_accept(CLIENTS))

    assert await asyncio.to_thread(run) <= CLIENTS / ACCEPTS_AN_ITERATION
