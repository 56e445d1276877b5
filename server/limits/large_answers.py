from uuid import UUID

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from resolvers.limits.fair_share import SHARES, FairShare
from server.limits.answer_size import MAX_ANSWER_SIZE
from server.requests.refusals import RateLimited

LARGE_BYTES = 64 * 1024
"""Smaller answers are not counted: a page of 50 tasks has 40,000."""
MAX_USER_BYTES = 2 * MAX_ANSWER_SIZE
"""Bytes of a user's large answers that are being sent, in this process."""


def too_many_answers() -> RateLimited:
    message = (
        f"Of answers that are still being sent a user may have {MAX_USER_BYTES:,} bytes, and all together "
        f"{SHARES * MAX_USER_BYTES:,}: read those first, or ask for smaller pages."
    )
    return RateLimited(message, 10, limit="ANSWERS_AT_ONCE")


def share_of_answers() -> FairShare:
    """
    Return the memory for large answers that are being sent, which takes as long as their clients take to read them. No
    answer waits for it: it is in memory already.
    """
    return FairShare(SHARES * MAX_USER_BYTES, too_many_answers)


class LargeAnswer(Response):
    """An answer that is sent in chunks, as its client reads it, and counts as the user's until all of it is sent."""

    def __init__(self, answer: Response, share: FairShare, user_id: UUID) -> None:
        """RateLimited when the user has too much that is being sent."""
        share.take_now(user_id, len(answer.body))
        self.status_code, self.raw_headers = answer.status_code, answer.raw_headers
        self.body, self.share, self.user_id = answer.body, share, user_id

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            size = len(self.body)
            for at in range(0, size, LARGE_BYTES):
                chunk = bytes(self.body[at : at + LARGE_BYTES])
                await send({"type": "http.response.body", "body": chunk, "more_body": at + LARGE_BYTES < size})
        finally:
            self.share.give_back(self.user_id, len(self.body))
