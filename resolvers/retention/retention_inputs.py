from datetime import datetime

from resolvers.arguments import Input


class TasksToPurge(Input):
    """Tasks of all users created before an instant: to count (`dry_run`) or to remove."""

    created_before: datetime
    dry_run: bool
