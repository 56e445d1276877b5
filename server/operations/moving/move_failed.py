class MoveFailed(Exception):
    """A user cannot be moved, and stays where they are. The message tells the operator why, and what to do."""
