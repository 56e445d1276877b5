class MoveFailed(Exception):
    """A user cannot be moved, or stays where they are. The message tells the operator what mends it."""
