from uuid import UUID

from resolvers.arguments import Input


class UserToErase(Input):
    """A user to remove, or with `dry_run` only to report on."""

    user_id: UUID
    dry_run: bool
