from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from aiobotocore.credentials import AioCredentials, AioRefreshableCredentials
from botocore.exceptions import BotoCoreError

from storage.failures import StorageUnavailable


@dataclass(frozen=True)
class Credentials:
    """An access key, valid at this moment. Temporary credentials also have a session token and a time of expiry."""

    access_key: str
    secret_key: str = field(repr=False)
    session_token: str | None = field(default=None, repr=False)
    expires_at: datetime | None = None


async def current_credentials(source: AioCredentials | AioRefreshableCredentials) -> Credentials:
    """Return the source's credentials. It first renews those about to expire, which may take a request to AWS."""
    frozen = await source.get_frozen_credentials()
    return Credentials(
        cast("str", frozen.access_key),
        cast("str", frozen.secret_key),
        frozen.token,
        getattr(source, "_expiry_time", None),  # botocore has no public name for it
    )


@contextmanager
def configured() -> Iterator[None]:
    """Raise StorageUnavailable if botocore cannot use the configuration of the environment or AWS's files."""
    try:
        yield
    except BotoCoreError as error:
        raise StorageUnavailable(
            f"The configuration of AWS tools cannot be used: {str(error).rstrip('.')}.",
            "correct or unset AWS_PROFILE and the other AWS_… variables, or correct the files that they name",
        ) from error
