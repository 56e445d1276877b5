class OtherCurrency(Exception):
    """A database has costs in another currency than the server's. The message says what to do."""
