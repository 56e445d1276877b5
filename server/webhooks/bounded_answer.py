from typing import Any

from aiohttp import ClientError
from aiohttp.client_proto import ResponseHandler

MOST_RECEIVED = 32_768
"""Bytes."""


class BoundedAnswer(ResponseHandler):
    """
    A connection to a receiver, closed when more than MOST_RECEIVED has come for a request. A status and its headers
    are less. Interim answers (1xx), of which a receiver could send any number, would keep the process busy with
    parsing them.
    """

    received = 0

    def set_response_params(self, **params: Any) -> None:
        """aiohttp calls it for each request."""
        self.received = 0
        super().set_response_params(**params)

    def data_received(self, data: bytes) -> None:
        left = MOST_RECEIVED - self.received
        if left <= 0:
            return
        self.received += len(data)
        super().data_received(data[:left])
        if self.received >= MOST_RECEIVED and self.transport:
            self.set_exception(ClientError(f"No answer was among the first {MOST_RECEIVED:,} bytes."))
            self.transport.close()
