from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from server.settings.settings import Settings
from tests.api import Client, NewClient
from tests.application import Application, in_process
from tests.resolvers.credits.ledger import PLANS


@pytest.fixture(scope="session")
def plans_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("plans") / "plans.toml"
    file.write_text(PLANS)
    return file


@pytest.fixture(scope="session")
async def priced_application(shared_settings: Settings, plans_file: Path) -> AsyncIterator[Application]:
    """An application with PLANS, which all tests of credits share, each with users of its own."""
    values = {name: getattr(shared_settings, name) for name in Settings.model_fields} | {"plans_file": plans_file}
    async with in_process(Settings(**values)) as application:
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
