import json
from operator import methodcaller

import orjson


def encode(answer: object) -> bytes:
    """Return the answer as JSON in UTF-8, its times and dates in ISO 8601."""
    try:
        return orjson.dumps(answer)
    except TypeError:  # it may echo a lone surrogate, which UTF-8 cannot encode, and JSON must escape
        return json.dumps(answer, separators=(",", ":"), default=methodcaller("isoformat")).encode()
