import json
from operator import methodcaller

import orjson


def encode(answer: object) -> bytes:
    """JSON in UTF-8, instants and dates as ISO 8601."""
    try:
        return orjson.dumps(answer)
    except TypeError:  # it may echo half of a surrogate pair, which is no UTF-8: that has to be escaped
        return json.dumps(answer, separators=(",", ":"), default=methodcaller("isoformat")).encode()
