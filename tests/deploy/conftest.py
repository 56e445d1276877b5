"""Two servers behind nginx, as deploy/nginx configures it, for all tests of a module."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx2
import pytest

from server.settings.settings import Settings
from tests.application import PATIENCE, ApplicationProcess, ServedApplication, own_process
from tests.deploy.nginx import PROGRAM, Nginx, nginx, running
from tests.web.conftest import browser, contexts, new_context, site

__all__ = ["browser", "contexts", "new_context", "site"]


@dataclass
class Behind(ServedApplication):
    """The application as clients reach it through nginx."""

    nginx: Nginx
    servers: list[ApplicationProcess]

    @property
    def url(self) -> str:
        return self.nginx.url


@pytest.fixture(scope="module")
async def behind(shared_settings: Settings) -> AsyncIterator[Behind]:
    if PROGRAM is None:
        pytest.skip("nginx is not installed: apt-get install nginx-light")
    async with AsyncExitStack() as stack:
        here = stack.enter_context(nginx())
        starting = [own_process(shared_settings, S3_PUBLIC_ENDPOINT_URL=here.storage_url) for _ in range(2)]
        servers = [await stack.enter_async_context(one) for one in starting]
        here.configure(
            (servers[0].address, servers[1].address), urlsplit(str(shared_settings.aws_endpoint_url_s3)).netloc
        )
        stack.enter_context(running(here))
        http = httpx2.AsyncClient(base_url=here.url, verify=here.tls, timeout=PATIENCE)
        yield Behind(await stack.enter_async_context(http), here.address, here, servers)
