class MoveFailed(Exception):
    """A user was not moved, or a move did not finish. The message tells the operator why, and what to do."""
