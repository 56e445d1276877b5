import strawberry
from strawberry.tools import merge_types

from schema.administration.administration_query import AdministrationQuery
from schema.boards.board_query import BoardQuery
from schema.changes.change_query import ChangeQuery
from schema.finding.finding_query import FindingQuery
from schema.insights.insight_query import InsightQuery
from schema.provenance.image_verification import VerificationQuery
from schema.sharing.sharing_query import SharingQuery
from schema.statistics.statistics_query import StatisticsQuery
from schema.tasks.task_query import TaskQuery
from schema.users.user_query import UserQuery
from schema.viewer.viewer_query import ViewerQuery
from schema.views.view_query import ViewQuery

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
