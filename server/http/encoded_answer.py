"""Answers that are complete in memory: compressed, and counted while clients read them if they are large."""

import asyncio
import zlib
from functools import partial
from uuid import UUID

from starlette.types import Message, Receive, Scope, Send

from resolvers.limits.fair_share import SHARES, FairShare
from server.limits.answer_size import MAX_ANSWER_SIZE
from server.requests.media_types import MAX_HEADER_CHARS, weights
from server.requests.refusals import RateLimited

WORTH_COMPRESSING = 1024
"""Bytes. A smaller answer fits into one packet anyway."""
LARGE_BYTES = 64 * 1024
"""
Bytes, which take half a millisecond to compress. A larger answer is compressed in a thread, so that other requests go
on. Smaller answers are not counted: a page of 50 tasks has 40,000.
"""
MAX_USER_BYTES = 2 * MAX_ANSWER_SIZE
"""Bytes of a user's large answers that are being sent, in this process."""

# Level 1 makes a page of 50 tasks 22 % as long; level 6, the default, 20 %, in nearly twice the time.
gzip = partial(zlib.compress, level=1, wbits=31)


class EncodedAnswer:
    """An answer as an ASGI application. Starlette's Response takes three times as long to make."""

    def __init__(self, body: bytes, status: int, headers: dict[bytes, bytes]) -> None:
        self.body, self.status, self.headers = body, status, headers

    async def compress(self, accept_encoding: str) -> None:
        """Compress the body if that is worth it and the header of the request accepts it."""
        if smaller := await compressed(self.body, accept_encoding):
            self.body = smaller
            self.headers |= {b"content-encoding": b"gzip", b"vary": b"Accept-Encoding"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send(self.start())
        await send({"type": "http.response.body", "body": self.body})

    def start(self) -> Message:
        """Return the message with the status and the headers."""
        headers = [(b"content-length", b"%d" % len(self.body)), *self.headers.items()]
        return {"type": "http.response.start", "status": self.status, "headers": headers}


class LargeAnswer(EncodedAnswer):
    """An answer that is sent in chunks, as its client reads it, and counts as the user's until all of it is sent."""

    def __init__(self, answer: EncodedAnswer, share: FairShare, user_id: UUID) -> None:
        """RateLimited when too many of the user's bytes are being sent."""
        share.take_now(user_id, len(answer.body))
        super().__init__(answer.body, answer.status, answer.headers)
        self.share, self.user_id = share, user_id

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await send(self.start())
            size = len(self.body)
            for at in range(0, size, LARGE_BYTES):
                chunk = self.body[at : at + LARGE_BYTES]
                await send({"type": "http.response.body", "body": chunk, "more_body": at + LARGE_BYTES < size})
        finally:
            self.share.give_back(self.user_id, len(self.body))


async def compressed(body: bytes, accept_encoding: str) -> bytes | None:
    """Return the body, of at least 1 KiB, compressed for a client that accepts gzip; None for any other."""
    if len(body) < WORTH_COMPRESSING or not accepts_gzip(accept_encoding):
        return None
    return gzip(body) if len(body) < LARGE_BYTES else await asyncio.to_thread(gzip, body)


def accepts_gzip(accept_encoding: str) -> bool:
    """Whether the header gives gzip, or else `*`, a weight above 0."""
    named = weights(accept_encoding[:MAX_HEADER_CHARS])
    return named.get("gzip", named.get("*", 0)) > 0


def too_many_answers() -> RateLimited:
    message = (
        f"A user may have {MAX_USER_BYTES:,} bytes of answers that are still being sent, and all users together "
        f"{SHARES * MAX_USER_BYTES:,}. Read those first, or ask for smaller pages."
    )
    return RateLimited(message, 10, limit="ANSWERS_AT_ONCE")


def share_of_answers() -> FairShare:
    """
    Return the memory for large answers that are being sent, which takes as long as their clients take to read them. An
    answer does not wait for it, since it is in memory already.
    """
    return FairShare(SHARES * MAX_USER_BYTES, too_many_answers)
