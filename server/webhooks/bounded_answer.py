from typing import Any

from aiohttp import ClientError
from aiohttp.client_proto import ResponseHandler

MOST_RECEIVED = 32_768
"""The most bytes that are read in answer to one request."""


class NoAnswerInBytes(ClientError):
    """A receiver has sent MOST_RECEIVED bytes, and no answer among them."""

    def __init__(self) -> None:
        super().__init__(f"No answer was among the first {MOST_RECEIVED:,} bytes.")


class BoundedAnswer(ResponseHandler):
    """
    A connection to a receiver, which is closed once it has sent MOST_RECEIVED in answer to a request; a status and
    headers are shorter. Without the limit, a receiver could send interim answers (1xx) without end and keep the process
    busy parsing them.
    """

    received = 0

    def set_response_params(self, **params: Any) -> None:
        """Begin to count at 0: aiohttp calls this for each request."""
        self.received = 0
        super().set_response_params(**params)

    def data_received(self, data: bytes) -> None:
        left = MOST_RECEIVED - self.received
        if left <= 0:
            return
        self.received += len(data)
        super().data_received(data[:left])
        if self.received >= MOST_RECEIVED and self.transport:
            self.set_exception(NoAnswerInBytes())
            self.transport.close()
