from collections.abc import Callable
from typing import Any


def reads(*attributes: str) -> dict[str, object]:
    """
    The `metadata` of a field whose resolver compiled code may call, in lists too. Such a resolver depends on its
    parent, of which it reads `attributes`, on its arguments and on `info.context` alone. In a list it is called for
    each row with the same `info`, whose path lacks the index. An async one is awaited together with those of the other
    rows, so it should fetch with `Context.load`. Another one only computes: it may be called twice.
    """
    return {"attributes": attributes}


def bound_once(bind: Callable[..., Callable[[Any], object]]) -> dict[str, object]:
    """
    The `metadata` of a field of which all that does not depend on its parent is worked out once an execution: compiled
    code calls, for each parent, what `bind` has returned for the context and the field's arguments. The resolver must
    return the same.
    """
    return {"bind": bind}
