"""Paints the demo's pictures in a process of its own, so that the server answers meanwhile."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from server.development.demo.story import picture

Paint = Callable[[int, int], Awaitable[bytes]]

_TOP = Path(__file__).parents[3]
_SIZE_BYTES = 4


@asynccontextmanager
async def picture_process() -> AsyncIterator[Paint]:
    """
    Start the process, and yield a function that has it paint an image of a task, by their numbers. The process ends
    with the context, and when this one is killed.
    """
    process = await asyncio.create_subprocess_exec(
        # The server, and what builds the page, go first.
        *("/usr/bin/env", "nice", "-n", "5", sys.executable, "-P", "-m", "server.development.demo.picture_process"),
        env=os.environ | {"PYTHONPATH": str(_TOP)},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,  # Ctrl-C in a terminal is for the server
    )
    reader, writer = process.stdout, process.stdin
    if reader is None or writer is None:
        raise AssertionError  # they are pipes

    async def paint(number: int, image: int) -> bytes:
        writer.write(b"%d %d\n" % (number, image))
        size = int.from_bytes(await reader.readexactly(_SIZE_BYTES))
        return await reader.readexactly(size)

    try:
        yield paint
    finally:
        process.kill()
        await process.wait()


def serve() -> None:
    """Paint what each line of the standard input names."""
    for line in sys.stdin:
        number, image = map(int, line.split())
        data = picture(number, image)
        sys.stdout.buffer.write(len(data).to_bytes(_SIZE_BYTES) + data)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    serve()
