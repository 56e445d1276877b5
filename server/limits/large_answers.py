from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from resolvers.access import Caller
from server.http.refusals import RateLimited
from server.limits.answer_size import MAX_ANSWER_SIZE

LARGE = 64 * 1024
"""Bytes. Smaller answers are not counted: a page of 50 tasks has 40,000."""
OF_ONE_USER, OF_ALL = 2 * MAX_ANSWER_SIZE, 8 * MAX_ANSWER_SIZE
"""Bytes of answers that are being sent at once."""
RETRY_AFTER = 10


class LargeAnswers:
    """
    Memory for large answers while they are sent, which takes as long as clients take to read them. RateLimited when a
    user, or all together, would have too many.
    """

    def __init__(self) -> None:
        self.sizes: Counter[UUID] = Counter()

    @contextmanager
    def place(self, caller: Caller, size: int) -> Iterator[None]:
        """Memory for an answer of so many bytes, until the context is left."""
        if size < LARGE:
            yield
            return
        self.take(caller, size)
        try:
            yield
        finally:
            self.give_back(caller, size)

    def take(self, caller: Caller, size: int) -> None:
        if self.sizes[caller.id] + size > OF_ONE_USER or self.sizes.total() + size > OF_ALL:
            raise RateLimited(
                f"Of answers that are still being sent a user may have {OF_ONE_USER:,} bytes, and all together "
                f"{OF_ALL:,}: read those first, or ask for smaller pages.",
                RETRY_AFTER,
                limit="ANSWERS_AT_ONCE",
            )
        self.sizes[caller.id] += size

    def give_back(self, caller: Caller, size: int) -> None:
        self.sizes[caller.id] -= size
        if not self.sizes[caller.id]:
            del self.sizes[caller.id]

    def placed(self, answer: Response, caller: Caller) -> Response:
        """The answer, with memory of its own when it is large. What becomes a stream is not: it is no bytes yet."""
        size = len(getattr(answer, "body", b""))
        if size < LARGE:
            return answer
        self.take(caller, size)
        return LargeAnswer(answer, self, caller)


class LargeAnswer(Response):
    """An answer that is sent bit by bit, as its client reads it, and has its memory until then."""

    def __init__(self, answer: Response, memory: LargeAnswers, caller: Caller) -> None:
        self.status_code, self.raw_headers = answer.status_code, answer.raw_headers
        self.body, self.memory, self.caller = answer.body, memory, caller

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            size = len(self.body)
            for at in range(0, size, LARGE):
                bit = bytes(self.body[at : at + LARGE])
                await send({"type": "http.response.body", "body": bit, "more_body": at + LARGE < size})
        finally:
            self.memory.give_back(self.caller, len(self.body))
