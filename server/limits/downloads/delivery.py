import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import NamedTuple

from starlette.types import Message, Receive, Scope, Send

from server.limits.client_watch import ClientGone, ClientWatch
from server.limits.downloads.access_watch import AccessWatch
from server.limits.downloads.download_places import DownloadEnded, DownloadPlaces, Sending
from server.requests.http_request import CONNECTION
from server.requests.refusals import ExecutionTimeout

logger = logging.getLogger(__name__)


class Delivery(NamedTuple):
    """
    Ends a download early: when it takes longer than `seconds`, its client disconnects, `is_over` returns true, or its
    place is needed. At `since`, in the event loop's time, `is_over` would have returned false.
    """

    places: DownloadPlaces
    seconds: float
    is_over: Callable[[], Awaitable[bool]]
    since: float

    @asynccontextmanager
    async def begun(self, scope: Scope, receive: Receive, send: Send, start: Message) -> AsyncIterator[Sending]:
        """Within the context, send the download; `start` is its status and headers."""

        def end(reason: DownloadEnded) -> None:
            scope["state"][CONNECTION].discard()
            watch.end(reason)

        sending = Sending(start, send, end)
        try:
            with (
                ClientWatch(receive, self.seconds) as watch,
                self.places.listed(sending),
                AccessWatch(self.is_over, self.since, end),
            ):
                yield sending
        except DownloadEnded as ended:
            logger.warning("a download was ended: %s", ended)
            while (await receive())["type"] != "http.disconnect":
                pass
        except ClientGone:
            pass
        except ExecutionTimeout:
            if not sending.begun:
                raise
            scope["state"][CONNECTION].discard()
