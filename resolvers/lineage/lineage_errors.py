from resolvers.exceptions import NotFound


class SourceNotFound(NotFound):
    """There is no such task, or it has no such image; a deleted task has none."""
