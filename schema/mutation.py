import strawberry
from strawberry.tools import merge_types

from schema.boards.board_mutations import BoardMutations
from schema.boards.member_mutations import MemberMutations
from schema.boards.star_mutation import StarMutation
from schema.credits.credit_mutations import CreditMutations
from schema.erasure.erasure_mutations import ErasureMutations
from schema.exports.export_mutations import ExportMutations
from schema.images.image_mutations import ImageMutations
from schema.ratings.rating_mutation import RatingMutation
from schema.retention.retention_mutations import RetentionMutations
from schema.sharing.link_mutations import SharingMutations
from schema.tasks.batches.record_mutation import BatchMutations
from schema.tasks.original_image_mutation import OriginalImageMutation
from schema.tasks.task_mutations import TaskMutations
from schema.tasks.trash_mutations import TrashMutations
from schema.users.user_mutations import UserMutations
from schema.views.view_mutations import ViewMutations
from schema.webhooks.webhook_mutations import WebhookMutations

Mutation = strawberry.type(
    merge_types(
        "Mutation",
        (
            TaskMutations,
            BatchMutations,
            TrashMutations,
            RatingMutation,
            StarMutation,
            BoardMutations,
            MemberMutations,
            ImageMutations,
            OriginalImageMutation,
            CreditMutations,
            RetentionMutations,
            ExportMutations,
            ErasureMutations,
            WebhookMutations,
            SharingMutations,
            ViewMutations,
            UserMutations,
        ),
    ),
    description="Write operations. Each returns what it changed or, if it is refused, only `errors`.",
)
