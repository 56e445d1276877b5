from collections.abc import AsyncIterator

import pytest

from server.settings.settings import Settings
from tests.api import Client, NewClient
from tests.application import Application, in_process
from tests.resolvers.provenance.labelled import PRODUCER


@pytest.fixture
def administrator(new_client: NewClient) -> Client:
    return new_client(role="admin")


@pytest.fixture
def service(new_client: NewClient) -> Client:
    return new_client(role="service")


@pytest.fixture(scope="session")
async def labelling(shared_settings: Settings) -> AsyncIterator[Application]:
    """An application that labels results, and reads the provenance of images."""
    async with in_process(shared_settings, content_producer=PRODUCER) as application:
        yield application
