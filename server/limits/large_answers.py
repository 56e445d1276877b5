from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from resolvers.access import Caller
from server.limits.answer_size import MAX_ANSWER_SIZE
from server.requests.refusals import RateLimited

LARGE = 64 * 1024
"""Bytes. Smaller answers are not counted: a page of 50 tasks has 40,000."""
OF_ONE_USER, OF_ALL = 2 * MAX_ANSWER_SIZE, 8 * MAX_ANSWER_SIZE
"""Bytes of large answers that are being sent, in this process."""
RETRY_AFTER = 10
"""Seconds."""


class LargeAnswers:
    """
    Limits the memory of large answers that are being sent, which takes as long as their clients take to read them.
    Raises RateLimited when the answers of a user, or of all users, would take too much.
    """

    def __init__(self) -> None:
        self.sizes: Counter[UUID] = Counter()

    @contextmanager
    def hold(self, caller: Caller, size: int) -> Iterator[None]:
        """Count an answer of `size` bytes as the caller's until the context is left."""
        if size < LARGE:
            yield
            return
        self.take(caller, size)
        try:
            yield
        finally:
            self.give_back(caller, size)

    def take(self, caller: Caller, size: int) -> None:
        """Count an answer of `size` bytes as the caller's; RateLimited when there are too many bytes already."""
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

    def counted(self, answer: Response, caller: Caller) -> Response:
        """
        Return the answer; a large one counts as the caller's until it is sent. A stream is not large, since it has no
        body in memory.
        """
        size = len(getattr(answer, "body", b""))
        if size < LARGE:
            return answer
        self.take(caller, size)
        return LargeAnswer(answer, self, caller)


class LargeAnswer(Response):
    """An answer that is sent in chunks, as its client reads it, and counts as the caller's until all of it is sent."""

    def __init__(self, answer: Response, large_answers: LargeAnswers, caller: Caller) -> None:
        self.status_code, self.raw_headers = answer.status_code, answer.raw_headers
        self.body, self.large_answers, self.caller = answer.body, large_answers, caller

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            size = len(self.body)
            for at in range(0, size, LARGE):
                chunk = bytes(self.body[at : at + LARGE])
                await send({"type": "http.response.body", "body": chunk, "more_body": at + LARGE < size})
        finally:
            self.large_answers.give_back(self.caller, len(self.body))
