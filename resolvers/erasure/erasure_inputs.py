from uuid import UUID

from resolvers.arguments import Input


class UserToErase(Input):
    """A user, to be removed, or looked at alone (`dry_run`)."""

    user_id: UUID
    dry_run: bool
