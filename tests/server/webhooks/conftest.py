from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import trustme

from server.settings.settings import Settings
from server.webhooks import webhook_sender
from tests.server.webhooks.receiver import Receiver
from tests.services import MIGRATED, ObjectStorageService, PostgresService, settings_of, with_database


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="session")
async def receiving_settings(postgres: PostgresService, object_storage: ObjectStorageService) -> Settings:
    """Settings of servers that may send to this machine. Their database is their own: others would send its events."""
    name = await postgres.new_database(MIGRATED)
    urls = [with_database(url, name) for url in (postgres.owner_url, postgres.application_url)]
    return settings_of(object_storage, *urls, webhook_networks=("127.0.0.0/8",))


@pytest.fixture
def settings(
    receiving_settings: Settings, authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Settings:
    trusted = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(trusted)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    monkeypatch.setattr(webhook_sender, "LOOK_EVERY", 0.2)
    return receiving_settings


@pytest.fixture
async def receiver(authority: trustme.CA) -> AsyncIterator[Receiver]:
    async with Receiver(authority) as receiver:
        yield receiver
