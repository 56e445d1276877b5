import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import strawberry

from models.statement import is_row_of
from models.webhooks.delivery_record import MOST_ATTEMPTS, DeliveryRecord, DeliveryState, WebhookErrorCode
from schema.types.connection_types import connection
from schema.types.described_enum import described_enum
from schema.types.field_metadata import at_most, costs, reads
from schema.types.node import Node

described_enum(
    DeliveryState,
    "What has become of a delivery.",
    WAITING="It is sent at `nextAttemptAt`, unless its webhook is switched off by then.",
    DELIVERED="The receiver has answered with a status from 200 to 299.",
    FAILED="It was given up after the last attempt.",
)


described_enum(
    WebhookErrorCode,
    "Why an attempt had no answer. Codes may be added: treat an unknown one as `OTHER`.",
    ADDRESS_NOT_PUBLIC="The host is an IP address to which nothing is sent.",
    HOST_NOT_FOUND="The host's name could not be resolved, or to no address to which anything is sent.",
    NOT_CONNECTED="The host refused the connection, or is not reached.",
    TLS_FAILED="The certificate is not valid for the host, or no TLS connection could be agreed.",
    TIMED_OUT="There was no answer within 15 seconds, or no connection within 5.",
    DISCONNECTED="The connection was closed before an answer.",
    NOT_HTTP="What came is not an answer of HTTP, or only interim answers without end.",
    OTHER="Another reason; `error` has it.",
)


@strawberry.type(description="One attempt to deliver an event.")
class WebhookAttempt:
    started_at: datetime
    duration_ms: int
    status: int | None = strawberry.field(description="The HTTP status of the answer; null when there was none.")
    error: str | None = strawberry.field(
        description=(
            "Why there was no answer, in English for a person to read, such as the reason for which a certificate was "
            "refused."
        )
    )
    error_code: WebhookErrorCode | None = strawberry.field(
        default=None, description="The kind of `error`, for programs to act on; null when there was an answer."
    )


@strawberry.type(
    description="An event for one webhook. Its id is sent as the header `webhook-id`, the same in each attempt."
)
class WebhookDelivery(Node):
    type: str = strawberry.field(description="The type that is sent, for example `task.completed` or `test`.")
    state: DeliveryState

    @strawberry.field(
        graphql_type=list[WebhookAttempt],
        metadata=reads("attempts") | at_most(MOST_ATTEMPTS) | costs(2),
        description="The last 12 attempts, oldest first.",
    )
    def attempts(root: strawberry.Parent[DeliveryRecord]) -> Sequence[WebhookAttempt]:
        return [attempt(**one) for one in json.loads(root.attempts)]

    next_attempt_at: datetime | None = strawberry.field(
        description="When the next attempt is due; null when there will be none."
    )
    created_at: datetime = strawberry.field(description="When the event happened.")

    is_type_of = staticmethod(is_row_of(DeliveryRecord))


def attempt(started_at: str, error_code: str | None = None, **rest: Any) -> WebhookAttempt:
    return WebhookAttempt(
        started_at=datetime.fromisoformat(started_at),
        error_code=WebhookErrorCode(error_code) if error_code else None,
        **rest,
    )


WebhookDeliveryConnection = connection(
    "WebhookDelivery", WebhookDelivery, "A page of deliveries.", "A delivery and its position in the list."
)
