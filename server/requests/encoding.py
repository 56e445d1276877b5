import json
from typing import Any

import orjson


def encode(answer: object) -> bytes:
    """Return the answer as JSON in UTF-8, its times and dates in ISO 8601."""
    try:
        return orjson.dumps(answer)
    except TypeError:  # it may echo a lone surrogate, which UTF-8 cannot encode, and JSON must escape
        return json.dumps(answer, separators=(",", ":"), default=written).encode()


def written(value: Any) -> Any:
    """Return the value that json writes for a time, a date, or JSON that is encoded already."""
    return orjson.loads(orjson.dumps(value)) if isinstance(value, orjson.Fragment) else value.isoformat()
