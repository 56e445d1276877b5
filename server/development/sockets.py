"""Ports that `./run dev` listens on, and forwards from."""

import asyncio
import os
import socket
from contextlib import suppress

from server.development.embedded import EmbeddedServerError


def listen(host: str, port: int) -> socket.socket:
    """
    Return a socket that listens. Raise EmbeddedServerError when it cannot, for example because the port is taken.
    `./run dev` calls this first: a taken port is reported at once, and early clients wait instead of failing.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        # For some errors Python's own text is longer.
        reason = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror
        raise EmbeddedServerError(f"Cannot listen on {host}:{port}: {reason}.") from None


_CHUNK_SIZE = 64 * 1024


async def forward(listener: socket.socket, host: str, port: int) -> asyncio.Server:
    """Forward connections to `listener` to `host`:`port`, in both directions, until the returned server is closed."""

    async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            answer, request = await asyncio.open_connection(host, port)
        except OSError:
            writer.close()
            return
        try:
            await asyncio.gather(_copy(reader, request), _copy(answer, writer))
        finally:
            request.close()
            writer.close()

    return await asyncio.start_server(pass_on, sock=listener)


async def _copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    """Copy `source` to `target` until `source` ends, which also ends `target`, or until a connection is lost."""
    with suppress(OSError):
        while chunk := await source.read(_CHUNK_SIZE):
            target.write(chunk)
            await target.drain()
        target.write_eof()
