"""Runs a `clamd` that knows one signature: that of the EICAR test file."""

import asyncio
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aioclamd import ClamdAsyncClient, ClamdError

CLAMD = shutil.which("clamd", path="/usr/sbin:/usr/bin:/usr/local/sbin:/opt/homebrew/sbin")
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
PATIENCE = 60
LARGEST = 4 * 1024 * 1024


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def configuration(directory: Path, port: int) -> Path:
    (directory / "test.ndb").write_text(f"Eicar-Test-Signature:0:*:{EICAR.hex()}\n")
    path = directory / "clamd.conf"
    path.write_text(f"""
TCPSocket {port}
TCPAddr 127.0.0.1
DatabaseDirectory {directory}
StreamMaxLength {LARGEST}
Foreground yes
""")
    return path


@asynccontextmanager
async def clamd(directory: Path, port: int) -> AsyncIterator[str]:
    """Run `clamd`, and yield its URL once it answers."""
    process = await asyncio.create_subprocess_exec(
        str(CLAMD), "--config-file", str(configuration(directory, port)), stdout=asyncio.subprocess.DEVNULL
    )
    try:
        async with asyncio.timeout(PATIENCE):
            while not await answers(port):
                assert process.returncode is None
                await asyncio.sleep(0.1)
        yield f"tcp://127.0.0.1:{port}"
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def answers(port: int) -> bool:
    try:
        return bool(await ClamdAsyncClient("127.0.0.1", port).ping() == "PONG")
    except ClamdError:
        return False
