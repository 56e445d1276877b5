from datetime import datetime
from decimal import Decimal

import strawberry

from models.administration.user_ranking import UserUsageOrder, UserUsageRow
from resolvers.context import Info
from resolvers.credits.credit_balance import OTHERS_CREDITS, CreditBalance, find_balances
from schema.credits.credits import Credits
from schema.types.connection_types import connection
from schema.types.described_enum import described_enum
from schema.types.field_metadata import costs, reads
from schema.types.scalars import BigInt

described_enum(UserUsageOrder, "What users are ranked by.", LAST_TASK="When they came last, the latest first.")


@strawberry.type(description="What one user has used in total, deleted tasks included.")
class UserUsage:
    user_id: strawberry.ID
    total_tasks: int
    failed_tasks: int
    total_tokens_used: BigInt
    total_credits_deducted: BigInt
    total_cost: Decimal = strawberry.field(description="What providers charged, in the installation's currency.")
    storage_used: BigInt = strawberry.field(description="Bytes of the images that are stored now, without thumbnails.")
    last_task_at: datetime | None = strawberry.field(
        description="When the newest task that is not deleted was created; null when there is none."
    )
    updated_at: datetime = strawberry.field(description="When these figures were brought up to date.")

    @strawberry.field(
        graphql_type=Credits | None,
        metadata=reads("user_id") | costs(10),
        description="The user's credits; null when they never had any.",
    )
    async def credits(root: strawberry.Parent[UserUsageRow], info: Info) -> CreditBalance | None:
        return await info.context.load(find_balances, root.user_id, OTHERS_CREDITS)


UserUsageConnection = connection(
    "UserUsage", UserUsage, "A page of users.", "A user and their position in the ranking."
)


@strawberry.type(description="How much is stored for all users.")
class StorageReport:
    image_count: int = strawberry.field(description="How many images are stored, not counting thumbnails.")
    image_size: BigInt = strawberry.field(description="The size of these images in bytes.")
    database_size: BigInt = strawberry.field(description="The size of the database in bytes.")
    updated_at: datetime = strawberry.field(description="When the images were last counted.")
