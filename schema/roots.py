import strawberry
from strawberry.tools import merge_types

from schema.administration.admin import AdministrationQuery
from schema.boards.board_operations import BoardMutations, BoardQuery, MemberMutations
from schema.changes.change_query import ChangeQuery
from schema.credits.credits import CreditMutations
from schema.erasure.erasure import ErasureMutations
from schema.exports.export_mutations import ExportMutations
from schema.finding.finding_query import FindingQuery
from schema.images.image_mutations import ImageMutations
from schema.insights.insight_query import InsightQuery
from schema.provenance.image_verification import VerificationQuery
from schema.ratings.rating_mutation import RatingMutations
from schema.retention.retention_mutations import RetentionMutations
from schema.sharing.share_link import SharingMutations, SharingQuery
from schema.statistics.statistics_query import StatisticsQuery
from schema.tasks.batches.record_mutation import BatchMutations
from schema.tasks.task_mutations import TaskMutations, TrashMutations
from schema.tasks.task_query import TaskQuery, TaskSubscription
from schema.users.user import UserMutations, UserQuery
from schema.viewer.viewer import ViewerQuery
from schema.views.saved_view import ViewMutations, ViewQuery
from schema.webhooks.webhook_mutations import WebhookMutations

Query = strawberry.type(
    merge_types(
        "Query",
        (
            ViewerQuery,
            TaskQuery,
            BoardQuery,
            ViewQuery,
            StatisticsQuery,
            ChangeQuery,
            FindingQuery,
            VerificationQuery,
            SharingQuery,
            InsightQuery,
            UserQuery,
            AdministrationQuery,
        ),
    ),
    description="Read operations.",
)


Mutation = strawberry.type(
    merge_types(
        "Mutation",
        (
            TaskMutations,
            BatchMutations,
            TrashMutations,
            RatingMutations,
            BoardMutations,
            MemberMutations,
            ImageMutations,
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


Subscription = strawberry.type(
    merge_types("Subscription", (TaskSubscription,)), description="Operations that report changes as they happen."
)
