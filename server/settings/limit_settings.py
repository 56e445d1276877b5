from pydantic import Field
from pydantic_settings import BaseSettings

from server.settings.plans import MIB
from server.settings.rate import Rate
from server.settings.setting_types import DAY, Count, RateOrNone, RedisAddress, Seconds

KIB = 1024


class LimitSettings(BaseSettings):
    """The limits of requests."""

    max_header_size: Count = Field(64 * KIB, description="bytes, such as 65536")
    """
    Size of a request's headers: 431, and the connection is closed. The same limit applies to trailers and chunk
    framing, which may also have 8 bytes for each byte of the body.
    """
    header_timeout: Seconds = Field(10, description="seconds, such as 10")
    """Time of a request's headers: 408, and the connection is closed."""
    max_body_size: Count = Field(16 * MIB, description="bytes, such as 16777216")
    """
    Size of a JSON body: 413. It also limits a message over a WebSocket, which is closed with 1009. JSON may have
    100,000 values. Bodies over 128 KiB wait on disk. The memory for bodies and messages is eight times `MAX_BODY_SIZE`.
    Until a body is parsed, it counts as its text and 200 bytes for each value; after that as the memory it takes. One
    user may use an eighth of it; a request waits 5 seconds for more, and then gets 503.
    """
    body_timeout: Seconds = Field(30, description="seconds, such as 30")
    """Time of a JSON body: 408. It also limits a message over a WebSocket, which is closed with 1008."""
    max_upload_size: Count | None = Field(None, description="bytes, such as 67108864")
    """
    Size of a multipart body with all its files, up to 16: 413. The plan also limits each image.

    Default: the largest image that a plan allows and 1 MiB
    """
    upload_timeout: Seconds = Field(300, description="seconds, such as 300")
    """Time of a multipart body with all its files: 408."""
    max_cost: Count = Field(5_000, description="a number such as 5000")
    """The cost of one operation; see [below](#cost)."""
    execution_timeout: Seconds = Field(30, description="seconds, such as 30")
    """
    Time of one operation. It is cancelled after that (`QUERY_TOO_COSTLY`), and when its client disconnects. PostgreSQL
    itself ends a statement a second later. A database or storage that [does not
    answer](operations.md#when-something-dies) is detected well before.
    """
    requests_per_user: RateOrNone = Field(
        Rate.parse("1200/minute"), description="a rate such as 1200/minute, or `none`"
    )
    """
    One user's requests in a period, including refused ones: `20/second`, `1200/minute`, `none`. For share links and
    exports, an address without a token counts as a user. Further requests are refused with `RATE_LIMITED`, status 429
    and `Retry-After`.
    """
    cost_per_user: RateOrNone = Field(
        Rate.parse("100000/minute"), description="a rate such as 100000/minute, or `none`"
    )
    """The [cost](#cost) of one user's requests in a period, in the same form."""
    redis_url: RedisAddress | None = Field(None, description="redis://:password@host:6379/0")
    """
    A Redis or Valkey server in which all processes together count requests, cost and subscriptions, and store persisted
    documents: `redis://:password@host:6379/0`, `rediss://…`, `unix:///…`. See [below](#across-processes).
    """
    max_subscriptions_per_user: Count = Field(50, description="a number such as 50")
    """
    One user's simultaneous subscriptions, over WebSockets and as streams. Each process also allows that many
    WebSockets. A stream that graphql-sse reserves counts as one, and so does each operation that uses it.
    """
    shutdown_delay: float = Field(5, ge=0, le=DAY, description="seconds, such as 5")
    """
    The time after SIGTERM for which `/readyz` returns 503 and the server still accepts connections, so that load
    balancers notice.
    """
