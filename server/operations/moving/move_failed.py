class MoveFailed(Exception):
    """A user was not moved, or a move did not finish. The message says why, and what the operator is to do."""
