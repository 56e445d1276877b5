from pydantic import Field
from pydantic_settings import BaseSettings

from server.settings.plans import MIB
from server.settings.rate import Rate
from server.settings.setting_types import DAY, Count, RateOrNone, RedisAddress, Seconds

KIB = 1024


class LimitSettings(BaseSettings):
    """What requests may take."""

    max_header_size: Count = Field(64 * KIB, description="bytes, such as 65536")
    """
    Size of a request's headers: 431, and the connection is closed. Trailers and chunk framing may take as much again,
    and 8 bytes for each byte of the body.
    """
    header_timeout: Seconds = Field(10, description="seconds, such as 10")
    """Time of a request's headers: 408, and the connection is closed."""
    max_body_size: Count = Field(16 * MIB, description="bytes, such as 16777216")
    """
    Size of a JSON body: 413. It also limits a message over a WebSocket, which is closed with 1009. JSON may have
    100,000 values. Bodies over 128 KiB wait on disk. The memory for bodies and messages holds eight of `MAX_BODY_SIZE`,
    or many smaller ones, counted as their text and 200 bytes for each value until they are parsed, and then as what
    they take; one user gets an eighth of it, waits 5 seconds for more, and is then answered with 503.
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
    """The cost of one operation, see [below](#cost)."""
    execution_timeout: Seconds = Field(30, description="seconds, such as 30")
    """
    How long one operation may take. It is cancelled after that (`QUERY_TOO_COSTLY`), and as soon as its client has
    disconnected. PostgreSQL itself ends a statement a second later. A database or storage that [does not
    answer](operations.md#when-something-dies) is noticed well before.
    """
    requests_per_user: RateOrNone = Field(
        Rate.parse("1200/minute"), description="a rate such as 1200/minute, or `none`"
    )
    """
    One user's requests in a period, refused ones included: `20/second`, `1200/minute`, `none`. Without a token, an
    address counts as a user, for share links and exports. More are refused with `RATE_LIMITED`, status 429 and
    `Retry-After`.
    """
    cost_per_user: RateOrNone = Field(
        Rate.parse("100000/minute"), description="a rate such as 100000/minute, or `none`"
    )
    """The [cost](#cost) of one user's requests in a period, likewise."""
    redis_url: RedisAddress | None = Field(None, description="redis://:password@host:6379/0")
    """
    A Redis or Valkey server, in which all processes count requests, cost and subscriptions together, and store
    persisted documents: `redis://:password@host:6379/0`, `rediss://…`, `unix:///…`. See [below](#across-processes).
    """
    max_subscriptions_per_user: Count = Field(50, description="a number such as 50")
    """
    One user's simultaneous subscriptions, over WebSockets and as streams, and in each process as many WebSockets. A
    stream that graphql-sse reserves counts as one, and so does each operation that uses it.
    """
    shutdown_delay: float = Field(5, ge=0, le=DAY, description="seconds, such as 5")
    """
    How long after SIGTERM `/readyz` answers 503 before the server accepts no more connections, so that load balancers
    notice.
    """
