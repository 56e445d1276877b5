import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from http import HTTPStatus
from uuid import UUID

from botocore.exceptions import ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as StorageConnectionError

from resolvers.exceptions import Busy
from resolvers.images.image_errors import ImagesUnavailable
from resolvers.limits.fair_share import FairShare
from storage.failures import StorageSilent
from storage.objects import CONNECTIONS

logger = logging.getLogger(__name__)

IMAGES_AT_ONCE = FairShare(CONNECTIONS // 2, partial(Busy, "connection to object storage"))
"""Images sent or fetched at once. Sending one takes two connections: the other is for its thumbnail."""


@asynccontextmanager
async def storage_turn(owner: UUID) -> AsyncIterator[None]:
    """Wait until one more of the owner's images may be sent or fetched; then as `answering_storage`."""
    with IMAGES_AT_ONCE.claim(owner) as turn:
        await turn.grow_to(1)
        with answering_storage():
            yield


@contextmanager
def answering_storage() -> Iterator[None]:
    """Surrounds requests to storage, and raises ImagesUnavailable if storage does not answer."""
    try:
        yield
    except Exception as error:
        if not is_unanswered(error):
            raise
        logger.warning("Object storage cannot be used: %r", error)
        raise ImagesUnavailable from error


def is_unanswered(error: Exception) -> bool:
    """Whether the error, or one of its group, says that storage is unreachable or failed."""
    if isinstance(error, ExceptionGroup):
        return any(map(is_unanswered, error.exceptions))
    if isinstance(error, ClientError):
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        return status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return isinstance(error, (StorageSilent, StorageConnectionError, HTTPClientError))
