import logging
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

from botocore.exceptions import ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as StorageConnectionError

from resolvers.exceptions import ImagesUnavailable
from storage.failures import StorageSilent

logger = logging.getLogger(__name__)


@contextmanager
def answering_storage() -> Iterator[None]:
    """Surrounds requests to storage, and raises ImagesUnavailable when it does not answer them, or not now."""
    try:
        yield
    except Exception as error:
        if not is_unanswered(error):
            raise
        logger.warning("Object storage cannot be used: %r", error)
        raise ImagesUnavailable from error


def is_unanswered(error: Exception) -> bool:
    """Return whether the error, or one of its group, says that storage cannot be reached or has failed."""
    if isinstance(error, ExceptionGroup):
        return any(map(is_unanswered, error.exceptions))
    if isinstance(error, ClientError):
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        return status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return isinstance(error, (StorageSilent, StorageConnectionError, HTTPClientError))
