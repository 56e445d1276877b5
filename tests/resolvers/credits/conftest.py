from collections.abc import AsyncIterator

import pytest

from server.settings.settings import Settings
from tests.api import Client, NewClient
from tests.application import Application, in_process
from tests.resolvers.credits.ledger import PLANS
from tests.resolvers.retention.ages import with_plans


@pytest.fixture(scope="session")
async def priced_application(
    shared_settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Application]:
    """An application with PLANS, which all tests of credits share, each with users of its own."""
    async with in_process(with_plans(shared_settings, tmp_path_factory.mktemp("plans"), PLANS)) as application:
        yield application


@pytest.fixture
def application(priced_application: Application) -> Application:
    return priced_application


@pytest.fixture
def user(new_client: NewClient) -> Client:
    return new_client(plan="priced")


@pytest.fixture
def service(new_client: NewClient) -> Client:
    return new_client(role="service", plan="priced")
