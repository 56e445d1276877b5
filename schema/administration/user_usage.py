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

described_enum(UserUsageOrder, "The order of users.", LAST_TASK="The time of the latest task, latest first.")


@strawberry.type(description="The total usage of one user, deleted tasks included.")
class UserUsage:
    user_id: strawberry.ID
    total_tasks: int
    failed_tasks: int
    total_tokens_used: BigInt
    total_credits_deducted: BigInt
    total_cost: Decimal = strawberry.field(description="Providers' charges, in the installation's currency.")
    storage_used: BigInt = strawberry.field(description="Bytes of the images stored now, without thumbnails.")
    last_task_at: datetime | None = strawberry.field(
        description="When the newest task that is not deleted was created; null if there is none."
    )
    updated_at: datetime = strawberry.field(description="When these figures were last updated.")

    @strawberry.field(
        graphql_type=Credits | None,
        metadata=reads("user_id") | costs(10),
        description="The user's credits; null if they never had any.",
    )
    async def credits(root: strawberry.Parent[UserUsageRow], info: Info) -> CreditBalance | None:
        return await info.context.load(find_balances, root.user_id, OTHERS_CREDITS)


UserUsageConnection = connection(
    "UserUsage", UserUsage, "A page of users.", "A user and their position in the ranking."
)


@strawberry.type(description="Storage used by all users.")
class StorageReport:
    image_count: int = strawberry.field(description="Number of stored images, without thumbnails.")
    image_size: BigInt = strawberry.field(description="Size of these images in bytes.")
    database_size: BigInt = strawberry.field(description="Size of the database in bytes.")
    updated_at: datetime = strawberry.field(description="When the images were last counted.")
