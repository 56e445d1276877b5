from datetime import datetime

from resolvers.arguments import Input


class TasksToPurge(Input):
    """The tasks of all users that were created before a time, to remove or, in a `dry_run`, only to count."""

    created_before: datetime
    dry_run: bool
