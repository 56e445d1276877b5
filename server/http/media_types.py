from functools import lru_cache
from typing import NamedTuple

from server.http.refusals import BadRequest

JSON = "application/json"
GRAPHQL_RESPONSE = "application/graphql-response+json"
EVENT_STREAM = "text/event-stream"
OFFERED = {
    JSON: JSON,
    "application/*": JSON,
    "*/*": JSON,
    GRAPHQL_RESPONSE: GRAPHQL_RESPONSE,
    EVENT_STREAM: EVENT_STREAM,
    "text/*": EVENT_STREAM,
}


class Accepted(NamedTuple):
    """What to answer with, and whether the client also takes events, which a subscription needs."""

    media_type: str
    events: bool


@lru_cache(maxsize=100)
def read_accept(header: str | None) -> Accepted:
    """406 when nothing that `Accept` names is offered. What comes first wins among equals."""
    if header is None:
        return Accepted(JSON, events=False)
    weights: dict[str, float] = {}
    for part in header.split(","):
        name, *parameters = (word.strip().lower() for word in part.split(";"))
        if name in OFFERED:
            weights.setdefault(OFFERED[name], weight(parameters))
    best = max(weights, key=lambda name: weights[name], default=None)
    if best is None or weights[best] == 0:
        raise BadRequest(f"Nothing that Accept names is offered; offered are {GRAPHQL_RESPONSE} and {JSON}.", 406)
    return Accepted(best, events=weights.get(EVENT_STREAM, 0) > 0)


def weight(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 0
    return 1


@lru_cache(maxsize=100)
def is_json(content_type: str) -> bool:
    """Whether a body is JSON in UTF-8, which it is in unless it says otherwise."""
    name, *parameters = (word.strip().lower() for word in content_type.split(";"))
    charsets = [one.partition("=")[2].strip('" ') for one in parameters if one.startswith("charset")]
    return name == JSON and all(charset in {"utf-8", "utf8"} for charset in charsets)
