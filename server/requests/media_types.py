from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from server.requests.refusals import BadRequest

JSON = "application/json"
GRAPHQL_RESPONSE = "application/graphql-response+json"
EVENT_STREAM = "text/event-stream"
MULTIPART = "multipart/mixed;subscriptionSpec=1.0"
"""Apollo's protocol for subscriptions over HTTP. Without the parameter, `multipart/mixed` is another protocol."""
MAX_HEADER_CHARS = 1_000
"""Characters of a header that are parsed: 64 KiB of semicolons would take 0.1 s."""
RANGES = {
    JSON: ("*/*", "application/*", JSON),
    GRAPHQL_RESPONSE: ("*/*", "application/*", GRAPHQL_RESPONSE),
    # A client that accepts `*/*` expects a single answer, not a stream.
    EVENT_STREAM: ("text/*", EVENT_STREAM),
    MULTIPART: (MULTIPART,),
}
"""The media ranges that match each offered media type. The most specific, the last, decides (RFC 9110, 12.5.1)."""
STREAMS = (EVENT_STREAM, MULTIPART)
WILDCARDS = {"*/*", "application/*"}
PREFLIGHTED = ("GraphQL-Preflight", "Apollo-Require-Preflight", "X-Apollo-Operation-Name")
"""Headers that a browser sends to another site only where CORS_ORIGINS allows it."""


class Accepted(NamedTuple):
    """The media type of the answer, and the kind of stream that the client accepts for a subscription, if any."""

    media_type: str
    stream: str | None


@lru_cache(maxsize=100)
def read_accept(header: str | None) -> Accepted:
    """
    Return the offered media types with the highest weights in `Accept`; BadRequest with status 406 when none is
    acceptable. Among equal weights, the first one wins. JSON without the header, and for `*/*`.
    """
    if header is None:
        return Accepted(JSON, stream=None)
    if len(header) > MAX_HEADER_CHARS:
        raise BadRequest(f"Accept may have {MAX_HEADER_CHARS:,} characters.", 431)
    named = weights(header)
    matches = {offer: one for offer, ranges in RANGES.items() for one in ranges if one in named}
    acceptable = {offer: named[one] for offer, one in matches.items() if named[one]}
    order = list(named)
    best_first = sorted(acceptable, key=lambda offer: (-acceptable[offer], order.index(matches[offer])))
    if not best_first:
        raise BadRequest(f"Accept names no media type that is offered; offered are {GRAPHQL_RESPONSE} and {JSON}.", 406)
    return Accepted(best_first[0], stream=next((offer for offer in best_first if offer in STREAMS), None))


def media_type_of_refusal(header: str | None) -> str:
    """
    Return the media type that `Accept` prefers, or JSON when it names none that is offered. It does not use the cache
    of read_accept, which clients without a token could fill.
    """
    try:
        return read_accept.__wrapped__(header).media_type
    except BadRequest:
        return JSON


def check_not_cross_site(headers: Mapping[str, str]) -> None:
    """
    Raise BadRequest for a GET that a form, link, picture or script of another site may have sent without a preflight.
    Its `Accept` names only media types that are not offered here, or its `Sec-Fetch-Mode` is `navigate` or `no-cors`.
    """
    named = weights(headers.get("Accept", "")[:MAX_HEADER_CHARS]).keys()
    is_suspect = headers.get("Sec-Fetch-Mode") in {"navigate", "no-cors"} or not (
        named <= WILDCARDS or named & set(RANGES)
    )
    if is_suspect and not any(name in headers for name in PREFLIGHTED) and not is_json(headers.get("Content-Type", "")):
        raise BadRequest(
            f"A GET needs `Accept: {GRAPHQL_RESPONSE}` or `{JSON}`, or the header `{PREFLIGHTED[0]}`: a form or a "
            "picture of another site can send a request without them.",
            406,
        )


def weights(header: str) -> dict[str, float]:
    """Return the names in a header such as Accept, in its order, each with its weight; malformed ones are left out."""
    found: dict[str, float] = {}
    for part in header.split(","):
        name, parameters = options(part)
        try:
            weight = float(parameters.get("q", "1"))
        except ValueError:
            continue
        if name == "multipart/mixed" and parameters.get("subscriptionspec") == "1.0":
            name = MULTIPART
        if 0 <= weight <= 1:  # which NaN is not
            found.setdefault(name, weight)
    return found


def options(header: str) -> tuple[str, dict[str, str]]:
    """Return the value at the beginning of a header, and its parameters by name, without quotes."""
    value, *rest = header.split(";")
    pairs = (parameter.partition("=") for parameter in rest)
    return value.strip().lower(), {name.strip().lower(): given.strip().strip('"') for name, _, given in pairs}


def read_content_type(header: str) -> tuple[str, bool]:
    """Return the media type that the header `Content-Type` names, and whether its charset is UTF-8, the default."""
    if len(header) > MAX_HEADER_CHARS:
        return "", False
    name, parameters = options(header)
    return name, parameters.get("charset", "utf-8").lower() in {"utf-8", "utf8"}


@lru_cache(maxsize=100)
def is_json(content_type: str) -> bool:
    """Whether the header `Content-Type` says that the body is JSON in UTF-8."""
    return read_content_type(content_type) == (JSON, True)
