from datetime import datetime

import strawberry

from resolvers.sharing.change_links import NewShareLink, ShareLinkReference, create_share_link, revoke_share_link
from schema.sharing.share_link import ShareLink
from schema.types.payload import faults, mutation, payload
from schema.types.scalars import URL
from schema.types.user_error import UserError


@strawberry.input(description="A link to create.")
class CreateShareLinkInput:
    id: strawberry.ID | None = strawberry.field(
        default=None,
        description=(
            "A UUID chosen by the client, so that a retry creates no second link. The response to a retry has no URL."
        ),
    )
    task_id: strawberry.ID | None = strawberry.field(
        default=None, description="The task whose results to show; its input image is not shown."
    )
    board_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="A board of the caller, instead of a task. The link ends when the caller is no longer its owner.",
    )
    shows_prompt: bool = strawberry.field(default=False, description="Whether prompts are shown.")
    allows_download: bool = strawberry.field(
        default=False,
        description="Whether the images can be downloaded. Without it, viewers can still save an image that they see.",
    )
    expires_at: datetime | None = strawberry.field(default=None, description="When the link expires; never by default.")


@strawberry.type(description="What `createShareLink` did.")
class CreateShareLinkPayload:
    share_link: ShareLink | None = None
    url: URL | None = strawberry.field(default=None, description="The URL; it is not returned again.")
    errors: list[UserError] = faults()


@strawberry.input(description="The link to revoke.")
class RevokeShareLinkInput:
    id: strawberry.ID


@strawberry.type
class SharingMutations:
    create_share_link = mutation(
        create_share_link,
        NewShareLink,
        CreateShareLinkInput,
        CreateShareLinkPayload,
        (
            "Create a URL at which anyone can view the images of a task or a board without signing in. Requires a plan "
            "with links (`canShare`). A user may have up to 1,000 active links."
        ),
    )
    revoke_share_link = mutation(
        revoke_share_link,
        ShareLinkReference,
        RevokeShareLinkInput,
        payload(share_link=ShareLink),
        (
            "Revoke a link; it stops working within a minute. Idempotent. Owners of a board may revoke any link to it, "
            "administrators any link."
        ),
    )
