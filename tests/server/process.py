"""`./run serve`, as a process of its own."""

import asyncio
import os
import re
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import httpx2

from server.settings.settings import Settings
from tests.api import Client
from tests.conftest import JWT_SECRET
from tests.server.commands import TOP, command_line, environment

PATIENCE = 30.0
ADDRESS = re.compile(r"running on http://(\S+)")


def variables(settings: Settings, **changes: str) -> dict[str, str]:
    assert settings.jwt_secret
    assert settings.aws_secret_access_key
    return {
        "DATABASE_URL": settings.database_url.get_secret_value(),
        "DATABASE_OWNER_URL": settings.database_owner_url.get_secret_value(),
        "S3_BUCKET_NAME": settings.s3_bucket_name,
        "AWS_REGION": settings.aws_region,
        "AWS_ACCESS_KEY_ID": str(settings.aws_access_key_id),
        "AWS_SECRET_ACCESS_KEY": settings.aws_secret_access_key.get_secret_value(),
        "AWS_ENDPOINT_URL_S3": str(settings.aws_endpoint_url_s3),
        "JWT_SECRET": settings.jwt_secret.get_secret_value(),
    } | changes


@dataclass
class ServerProcess:
    process: asyncio.subprocess.Process
    http: httpx2.AsyncClient = field(default_factory=httpx2.AsyncClient)
    address: str = ""
    log: str = ""

    def new_client(self) -> Client:
        return Client(self.http, JWT_SECRET)

    async def read_log(self) -> None:
        assert self.process.stderr
        async for line in self.process.stderr:
            self.log += line.decode()

    async def exit_status(self) -> int:
        async with asyncio.timeout(PATIENCE):
            return await self.process.wait()


@asynccontextmanager
async def serving(settings: Settings, *options: str, **changes: str) -> AsyncIterator[ServerProcess]:
    """On a free port, ready to answer."""
    process = await asyncio.create_subprocess_exec(
        *command_line("serve", "--port", "0", *options),
        cwd=TOP / "tests",
        env=environment(**variables(settings, **changes)),
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,  # its workers end with it, however it ends
    )
    server = ServerProcess(process)
    reading = asyncio.create_task(server.read_log())
    try:
        async with asyncio.timeout(PATIENCE):
            while not (address := ADDRESS.search(server.log)):
                assert process.returncode is None, server.log
                await asyncio.sleep(0.05)
        server.address = address[1]
        async with httpx2.AsyncClient(base_url=f"http://{server.address}", timeout=PATIENCE) as server.http:
            await until_it_answers(server.http)
            yield server
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
        await reading


async def until_it_answers(http: httpx2.AsyncClient) -> None:
    """A parent tells its address before its workers listen there."""
    async with asyncio.timeout(PATIENCE):
        while True:
            with suppress(httpx2.ConnectError):
                await http.get("/healthz")
                return
            await asyncio.sleep(0.05)
