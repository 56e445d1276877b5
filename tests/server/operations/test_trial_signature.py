"""`./run check` signs an image of one pixel, and says when that fails, or soon will."""

from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.x509 import ObjectIdentifier

from server.operations.checking.problem import Severity
from server.operations.checking.trial import problems_of_signing
from server.settings.settings import Settings
from tests.storage.provenance.authority import Authority, SigningPair


@pytest.mark.slow
async def test_signing_is_tried(shared_settings: Settings, tmp_path: Path) -> None:
    authority = Authority(tmp_path)

    async def problems(pair: SigningPair) -> list[str]:
        files = {"content_credentials_certificates": pair.certificates, "content_credentials_key": pair.key}
        found = await problems_of_signing(shared_settings.model_copy(update=files))
        assert all(one.severity is Severity.WARNING for one in found)  # servers serve all the same
        return [one.what for one in found]

    assert await problems_of_signing(shared_settings) == []
    assert await problems(authority.issue()) == []
    assert await problems(authority.issue(use=ObjectIdentifier("1.3.6.1.4.1.62558.2.1"))) == []
    [soon] = await problems(authority.issue(lasts=timedelta(days=9)))
    assert soon.startswith("The certificate that signs images expires on ")
    [expired] = await problems(authority.issue(lasts=-timedelta(days=1)))
    assert expired.startswith("Images cannot be signed: ")
    assert "not valid at time of signing" in expired
