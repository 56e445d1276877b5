"""Forwards connections from a port that other machines reach to one that only this machine reaches."""

import asyncio
import socket
from contextlib import suppress

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
    """Copy `source` to `target` until `source` ends, which ends `target` too, or one of the connections is lost."""
    with suppress(OSError):
        while chunk := await source.read(_CHUNK_SIZE):
            target.write(chunk)
            await target.drain()
        target.write_eof()
