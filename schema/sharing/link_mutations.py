from datetime import datetime

import strawberry

from resolvers.sharing.change_links import create_share_link, revoke_share_link
from resolvers.sharing.link_inputs import NewShareLink, ShareLinkReference
from schema.sharing.share_link import ShareLink
from schema.types.payload import faults, mutation, payload
from schema.types.scalars import URL
from schema.types.user_error import UserError


@strawberry.input(description="What to show to anyone who has the address.")
class CreateShareLinkInput:
    id: strawberry.ID | None = strawberry.field(
        default=None,
        description="A UUID chosen by the client, so that a retry makes no second one; its answer has no address then.",
    )
    task_id: strawberry.ID | None = strawberry.field(
        default=None, description="The task whose pictures to show; not what it starts from."
    )
    board_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="A board of the caller's, in place of a task. The link ends when they are no owner of it any more.",
    )
    shows_prompt: bool = strawberry.field(default=False, description="Whether prompts are shown, too.")
    allows_download: bool = strawberry.field(
        default=False,
        description="Whether the pictures are offered as files. A picture that is seen can be kept without that, too.",
    )
    expires_at: datetime | None = strawberry.field(
        default=None, description="When the link ends by itself; never when omitted."
    )


@strawberry.type(description="What `createShareLink` did.")
class CreateShareLinkPayload:
    share_link: ShareLink | None = None
    url: URL | None = strawberry.field(default=None, description="The address; it is not returned again.")
    errors: list[UserError] = faults()


@strawberry.input(description="The link to end.")
class RevokeShareLinkInput:
    id: strawberry.ID


@strawberry.type
class SharingMutations:
    create_share_link = mutation(
        create_share_link,
        NewShareLink,
        CreateShareLinkInput,
        CreateShareLinkPayload,
        "Make an address under which anyone sees the pictures of a task or a board, without signing in. Needs a plan "
        "with links (`canShare`); a user may have up to 1,000 that have not ended.",
    )
    revoke_share_link = mutation(
        revoke_share_link,
        ShareLinkReference,
        RevokeShareLinkInput,
        payload(share_link=ShareLink),
        "End a link now: within a minute, nobody sees anything by it. Safe to repeat. Owners of a board may end "
        "any link to it, an administrator anybody's.",
    )
