from typing import Literal, get_args

from server.requests.media_types import MAX_HEADER_CHARS, weights

Language = Literal["en", "zh-CN"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
"""The languages of the server's pages; the first one where a browser prefers neither, as on the history page."""


def language_of(accept_language: str) -> Language:
    """
    Return the language with the highest weight in the header `Accept-Language` (RFC 9110, 12.5.4), whatever its region;
    of equal weights, the one that is named first. `*` stands for languages that are not named.
    """
    named = weights(accept_language[:MAX_HEADER_CHARS])
    ranges = [(name.partition("-")[0], weight, -place) for place, (name, weight) in enumerate(named.items())]

    def rank(language: Language) -> tuple[float, int]:
        own = [(weight, place) for name, weight, place in ranges if name == language[:2]]
        weight, place = max(own, default=(named.get("*", 0.0), -len(ranges)))
        return weight, place if weight else 0

    return max(LANGUAGES, key=rank)
