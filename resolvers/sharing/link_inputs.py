from datetime import datetime
from uuid import UUID

from resolvers.arguments import Input


class NewShareLink(Input):
    id: UUID | None
    task_id: UUID | None
    board_id: UUID | None
    shows_prompt: bool
    allows_download: bool
    expires_at: datetime | None


class ShareLinkReference(Input):
    id: UUID
