from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from aiobotocore.credentials import AioCredentials, AioRefreshableCredentials


@dataclass(frozen=True)
class Credentials:
    """An access key as it is at one moment. A temporary one has a session token and an end."""

    access_key: str
    secret_key: str = field(repr=False)
    session_token: str | None = field(default=None, repr=False)
    expires_at: datetime | None = None


async def current_credentials(source: AioCredentials | AioRefreshableCredentials) -> Credentials:
    """The source's credentials, which it renews first when they are about to end; that may take a request to AWS."""
    frozen = await source.get_frozen_credentials()
    return Credentials(
        cast("str", frozen.access_key),
        cast("str", frozen.secret_key),
        frozen.token,
        getattr(source, "_expiry_time", None),  # botocore tells it nowhere else
    )
