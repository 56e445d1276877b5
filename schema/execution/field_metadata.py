def reads(*attributes: str) -> dict[str, object]:
    """
    The `metadata` of a field whose resolver may be called from compiled code, in lists, too: a function of its parent,
    of which it reads `attributes`, of its arguments and `info.context`, that does no harm when it is called twice. In a
    list it is called for each row with the same `info`, whose path lacks the index; one that is async waits together
    with those of the other rows, so what it asks for should come by `Context.load`.
    """
    return {"attributes": attributes}
