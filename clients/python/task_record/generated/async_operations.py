from collections.abc import AsyncIterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Optional, Union

from .async_base_client import AsyncBaseClient
from .base_model import UNSET
from .operation_texts import (
    ADD_TO_BOARD_GQL,
    ADMIN_ACTIVITY_GQL,
    ADMIN_AUDIT_GQL,
    ADMIN_ERASURE_GQL,
    ADMIN_ERASURES_GQL,
    ADMIN_FAILURE_HISTORY_GQL,
    ADMIN_GQL,
    ADMIN_HOURS_GQL,
    ADMIN_MODELS_GQL,
    ADMIN_STATISTICS_GQL,
    ADMIN_STATISTICS_HISTORY_GQL,
    ADMIN_TASK_GQL,
    ADMIN_TASK_PLACE_GQL,
    ADMIN_TASKS_GQL,
    ADMIN_USER_GQL,
    ADMIN_USERS_GQL,
    BEGIN_TASK_GQL,
    BOARD_GQL,
    BOARD_INVITATIONS_GQL,
    BOARD_LINKS_GQL,
    BOARD_MEMBERS_GQL,
    BOARD_STATISTICS_GQL,
    BOARD_STATISTICS_MEMBERS_GQL,
    BOARD_TASKS_GQL,
    BOARDS_GQL,
    CANCEL_TASK_GQL,
    COMPARE_MODELS_GQL,
    COMPLETE_TASK_GQL,
    CREATE_BOARD_GQL,
    CREATE_IMAGE_UPLOAD_GQL,
    CREATE_SHARE_LINK_GQL,
    CREATE_TASK_GQL,
    CREATE_WEBHOOK_GQL,
    DELETE_BOARD_GQL,
    DELETE_TASK_GQL,
    DELETE_TASKS_GQL,
    DELETE_VIEW_GQL,
    DELETE_WEBHOOK_GQL,
    EMPTY_TRASH_GQL,
    ERASE_USER_GQL,
    EXPORT_TASKS_GQL,
    FAIL_TASK_GQL,
    GRANT_CREDITS_GQL,
    INSIGHTS_GQL,
    INVITE_TO_BOARD_GQL,
    JOIN_BOARD_GQL,
    LABELS_GQL,
    NODE_GQL,
    NODES_GQL,
    PROMPTS_GQL,
    PURGE_TASKS_GQL,
    RATE_TASK_GQL,
    RECORD_TASKS_GQL,
    REMOVE_FROM_BOARD_GQL,
    RESEND_WEBHOOK_GQL,
    RESTORE_TASKS_GQL,
    REVOKE_CREDITS_GQL,
    REVOKE_INVITATION_GQL,
    REVOKE_SHARE_LINK_GQL,
    ROTATE_WEBHOOK_SECRET_GQL,
    SAVE_VIEW_GQL,
    SAVED_VIEWS_GQL,
    SET_BOARD_MEMBER_GQL,
    SET_PLAN_GQL,
    SHARE_LINKS_GQL,
    SIMILAR_TASKS_GQL,
    STAR_TASKS_GQL,
    START_TASK_GQL,
    STATISTICS_GQL,
    STATISTICS_HISTORY_GQL,
    TASK_BOARDS_GQL,
    TASK_BY_EXTERNAL_ID_GQL,
    TASK_CHANGES_GQL,
    TASK_DERIVED_TASKS_GQL,
    TASK_EVENTS_GQL,
    TASK_GQL,
    TASK_LABELS_GQL,
    TASK_LINEAGE_GQL,
    TASK_PLACE_GQL,
    TASK_SOURCES_GQL,
    TASK_USER_GQL,
    TASKS_GQL,
    TASKS_OF_USER_GQL,
    TEST_WEBHOOK_GQL,
    TRASH_GQL,
    TRASH_TASKS_GQL,
    UNFINISHED_TASKS_GQL,
    UPDATE_BOARD_GQL,
    UPDATE_WEBHOOK_GQL,
    UPLOAD_ORIGINAL_IMAGE_GQL,
    USAGE_GQL,
    USER_BOARDS_GQL,
    USER_CREDITS_ENTRIES_GQL,
    USER_GQL,
    USER_SHARE_LINKS_GQL,
    USER_STATISTICS_GQL,
    USER_TASKS_GQL,
    VERIFY_IMAGE_GQL,
    VIEWER_CREDITS_ENTRIES_GQL,
    VIEWER_GQL,
    VIEWER_WEBHOOKS_GQL,
)

if TYPE_CHECKING:
    from .add_to_board import AddToBoard
    from .admin import Admin
    from .admin_activity import AdminActivity
    from .admin_audit import AdminAudit
    from .admin_erasure import AdminErasure
    from .admin_erasures import AdminErasures
    from .admin_failure_history import AdminFailureHistory
    from .admin_hours import AdminHours
    from .admin_models import AdminModels
    from .admin_statistics import AdminStatistics
    from .admin_statistics_history import AdminStatisticsHistory
    from .admin_task import AdminTask
    from .admin_task_place import AdminTaskPlace
    from .admin_tasks import AdminTasks
    from .admin_user import AdminUser
    from .admin_users import AdminUsers
    from .base_model import UnsetType
    from .begin_task import BeginTask
    from .board import Board
    from .board_invitations import BoardInvitations
    from .board_links import BoardLinks
    from .board_members import BoardMembers
    from .board_statistics import BoardStatistics
    from .board_statistics_members import BoardStatisticsMembers
    from .board_tasks import BoardTasks
    from .boards import Boards
    from .cancel_task import CancelTask
    from .compare_models import CompareModels
    from .complete_task import CompleteTask
    from .create_board import CreateBoard
    from .create_image_upload import CreateImageUpload
    from .create_share_link import CreateShareLink
    from .create_task import CreateTask
    from .create_webhook import CreateWebhook
    from .delete_board import DeleteBoard
    from .delete_task import DeleteTask
    from .delete_tasks import DeleteTasks
    from .delete_view import DeleteView
    from .delete_webhook import DeleteWebhook
    from .empty_trash import EmptyTrash
    from .enums import StatisticsPeriod, UsageDimension, UserUsageOrder
    from .erase_user import EraseUser
    from .export_tasks import ExportTasks
    from .fail_task import FailTask
    from .grant_credits import GrantCredits
    from .input_types import (
        AddToBoardInput,
        CancelTaskInput,
        CompleteTaskInput,
        CreateBoardInput,
        CreateImageUploadInput,
        CreateShareLinkInput,
        CreateTaskInput,
        CreateWebhookInput,
        DeleteBoardInput,
        DeleteTaskInput,
        DeleteTasksInput,
        DeleteViewInput,
        DeleteWebhookInput,
        EraseUserInput,
        ExportTasksInput,
        FailTaskInput,
        GivenImageInput,
        GrantCreditsInput,
        InviteToBoardInput,
        JoinBoardInput,
        PurgeTasksInput,
        RateTaskInput,
        RecordTasksInput,
        RemoveFromBoardInput,
        ResendWebhookInput,
        RestoreTasksInput,
        RevokeCreditsInput,
        RevokeInvitationInput,
        RevokeShareLinkInput,
        RotateWebhookSecretInput,
        SaveViewInput,
        SetBoardMemberInput,
        SetPlanInput,
        SimilarToInput,
        StarTasksInput,
        StartTaskInput,
        TaskFilter,
        TaskOrder,
        TestWebhookInput,
        TrashTasksInput,
        UpdateBoardInput,
        UpdateWebhookInput,
        UploadOriginalImageInput,
        UsageFilter,
    )
    from .insights import Insights
    from .invite_to_board import InviteToBoard
    from .join_board import JoinBoard
    from .labels import Labels
    from .node import Node
    from .nodes import Nodes
    from .prompts import Prompts
    from .purge_tasks import PurgeTasks
    from .rate_task import RateTask
    from .record_tasks import RecordTasks
    from .remove_from_board import RemoveFromBoard
    from .resend_webhook import ResendWebhook
    from .restore_tasks import RestoreTasks
    from .revoke_credits import RevokeCredits
    from .revoke_invitation import RevokeInvitation
    from .revoke_share_link import RevokeShareLink
    from .rotate_webhook_secret import RotateWebhookSecret
    from .save_view import SaveView
    from .saved_views import SavedViews
    from .set_board_member import SetBoardMember
    from .set_plan import SetPlan
    from .share_links import ShareLinks
    from .similar_tasks import SimilarTasks
    from .star_tasks import StarTasks
    from .start_task import StartTask
    from .statistics import Statistics
    from .statistics_history import StatisticsHistory
    from .task import Task
    from .task_boards import TaskBoards
    from .task_by_external_id import TaskByExternalId
    from .task_changes import TaskChanges
    from .task_derived_tasks import TaskDerivedTasks
    from .task_events import TaskEvents
    from .task_labels import TaskLabels
    from .task_lineage import TaskLineage
    from .task_place import TaskPlace
    from .task_sources import TaskSources
    from .task_user import TaskUser
    from .tasks import Tasks
    from .tasks_of_user import TasksOfUser
    from .test_webhook import TestWebhook
    from .trash import Trash
    from .trash_tasks import TrashTasks
    from .unfinished_tasks import UnfinishedTasks
    from .update_board import UpdateBoard
    from .update_webhook import UpdateWebhook
    from .upload_original_image import UploadOriginalImage
    from .usage import Usage
    from .user import User
    from .user_boards import UserBoards
    from .user_credits_entries import UserCreditsEntries
    from .user_share_links import UserShareLinks
    from .user_statistics import UserStatistics
    from .user_tasks import UserTasks
    from .verify_image import VerifyImage
    from .viewer import Viewer
    from .viewer_credits_entries import ViewerCreditsEntries
    from .viewer_webhooks import ViewerWebhooks


def gql(q: str) -> str:
    return q


class AsyncOperations(AsyncBaseClient):
    async def delete_task(
        self, input: "DeleteTaskInput", **kwargs: Any
    ) -> "DeleteTask":
        from .delete_task import DeleteTask

        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=DELETE_TASK_GQL,
            operation_name="DeleteTask",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return DeleteTask.model_validate(data)

    async def viewer(self, **kwargs: Any) -> "Viewer":
        from .viewer import Viewer

        variables: dict[str, object] = {}
        response = await self.execute(
            query=VIEWER_GQL, operation_name="Viewer", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Viewer.model_validate(data)

    async def viewer_credits_entries(
        self,
        first: Union[Optional[int], "UnsetType"] = UNSET,
        after: Union[Optional[str], "UnsetType"] = UNSET,
        last: Union[Optional[int], "UnsetType"] = UNSET,
        before: Union[Optional[str], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "ViewerCreditsEntries":
        from .viewer_credits_entries import ViewerCreditsEntries

        variables: dict[str, object] = {
            "first": first,
            "after": after,
            "last": last,
            "before": before,
        }
        response = await self.execute(
            query=VIEWER_CREDITS_ENTRIES_GQL,
            operation_name="ViewerCreditsEntries",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ViewerCreditsEntries.model_validate(data)

    async def viewer_webhooks(self, **kwargs: Any) -> "ViewerWebhooks":
        from .viewer_webhooks import ViewerWebhooks

        variables: dict[str, object] = {}
        response = await self.execute(
            query=VIEWER_WEBHOOKS_GQL,
            operation_name="ViewerWebhooks",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ViewerWebhooks.model_validate(data)

    async def node(self, id: str, **kwargs: Any) -> "Node":
        from .node import Node

        variables: dict[str, object] = {"id": id}
        response = await self.execute(
            query=NODE_GQL, operation_name="Node", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Node.model_validate(data)

    async def nodes(self, ids: list[str], **kwargs: Any) -> "Nodes":
        from .nodes import Nodes

        variables: dict[str, object] = {"ids": ids}
        response = await self.execute(
            query=NODES_GQL, operation_name="Nodes", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Nodes.model_validate(data)

    async def task_user(self, id: str, **kwargs: Any) -> "TaskUser":
        from .task_user import TaskUser

        variables: dict[str, object] = {"id": id}
        response = await self.execute(
            query=TASK_USER_GQL,
            operation_name="TaskUser",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return TaskUser.model_validate(data)

    async def task_labels(self, id: str, **kwargs: Any) -> "TaskLabels":
        from .task_labels import TaskLabels

        variables: dict[str, object] = {"id": id}
        response = await self.execute(
            query=TASK_LABELS_GQL,
            operation_name="TaskLabels",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return TaskLabels.model_validate(data)

    async def task_sources(self, id: str, **kwargs: Any) -> "TaskSources":
        from .task_sources import TaskSources

        variables: dict[str, object] = {"id": id}
        response = await self.execute(
            query=TASK_SOURCES_GQL,
            operation_name="TaskSources",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return TaskSources.model_validate(data)

    async def task_derived_tasks(
        self,
        id: str,
        first: Union[Optional[int], "UnsetType"] = UNSET,
        after: Union[Optional[str], "UnsetType"] = UNSET,
        last: Union[Optional[int], "UnsetType"] = UNSET,
        before: Union[Optional[str], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "TaskDerivedTasks":
        from .task_derived_tasks import TaskDerivedTasks

        variables: dict[str, object] = {
            "id": id,
            "first": first,
            "after": after,
            "last": last,
            "before": before,
        }
        response = await self.execute(
            query=TASK_DERIVED_TASKS_GQL,
            operation_name="TaskDerivedTasks",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return TaskDerivedTasks.model_validate(data)

    async def task_lineage(self, id: str, **kwargs: Any) -> "TaskLineage":
        from .task_lineage import TaskLineage

        variables: dict[str, object] = {"id": id}
        response = await self.execute(
            query=TASK_LINEAGE_GQL,
            operation_name="TaskLineage",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return TaskLineage.model_validate(data)

    async def task_boards(
        self, id: str, first: Union[Optional[int], "UnsetType"] = UNSET, **kwargs: Any
    ) -> "TaskBoards":
        from .task_boards import TaskBoards

        variables: dict[str, object] = {"id": id, "first": first}
        response = await self.execute(
            query=TASK_BOARDS_GQL,
            operation_name="TaskBoards",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return TaskBoards.model_validate(data)

    async def unfinished_tasks(
        self,
        created_before: datetime,
        first: Union[Optional[int], "UnsetType"] = UNSET,
        after: Union[Optional[str], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "UnfinishedTasks":
        from .unfinished_tasks import UnfinishedTasks

        variables: dict[str, object] = {
            "createdBefore": created_before,
            "first": first,
            "after": after,
        }
        response = await self.execute(
            query=UNFINISHED_TASKS_GQL,
            operation_name="UnfinishedTasks",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return UnfinishedTasks.model_validate(data)

    async def trash(
        self,
        first: Union[Optional[int], "UnsetType"] = UNSET,
        after: Union[Optional[str], "UnsetType"] = UNSET,
        last: Union[Optional[int], "UnsetType"] = UNSET,
        before: Union[Optional[str], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "Trash":
        from .trash import Trash

        variables: dict[str, object] = {
            "first": first,
            "after": after,
            "last": last,
            "before": before,
        }
        response = await self.execute(
            query=TRASH_GQL, operation_name="Trash", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Trash.model_validate(data)

    async def task_place(
        self,
        id: str,
        where: Union[Optional["TaskFilter"], "UnsetType"] = UNSET,
        order_by: Union[Optional["TaskOrder"], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "TaskPlace":
        from .task_place import TaskPlace

        variables: dict[str, object] = {"id": id, "where": where, "orderBy": order_by}
        response = await self.execute(
            query=TASK_PLACE_GQL,
            operation_name="TaskPlace",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return TaskPlace.model_validate(data)

    async def boards(
        self,
        first: Union[Optional[int], "UnsetType"] = UNSET,
        after: Union[Optional[str], "UnsetType"] = UNSET,
        last: Union[Optional[int], "UnsetType"] = UNSET,
        before: Union[Optional[str], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "Boards":
        from .boards import Boards

        variables: dict[str, object] = {
            "first": first,
            "after": after,
            "last": last,
            "before": before,
        }
        response = await self.execute(
            query=BOARDS_GQL, operation_name="Boards", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Boards.model_validate(data)

    async def board(self, id: str, **kwargs: Any) -> "Board":
        from .board import Board

        variables: dict[str, object] = {"id": id}
        response = await self.execute(
            query=BOARD_GQL, operation_name="Board", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Board.model_validate(data)

    async def board_tasks(
        self,
        id: str,
        first: Union[Optional[int], "UnsetType"] = UNSET,
        after: Union[Optional[str], "UnsetType"] = UNSET,
        last: Union[Optional[int], "UnsetType"] = UNSET,
        before: Union[Optional[str], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "BoardTasks":
        from .board_tasks import BoardTasks

        variables: dict[str, object] = {
            "id": id,
            "first": first,
            "after": after,
            "last": last,
            "before": before,
        }
        response = await self.execute(
            query=BOARD_TASKS_GQL,
            operation_name="BoardTasks",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return BoardTasks.model_validate(data)

    async def board_members(self, id: str, **kwargs: Any) -> "BoardMembers":
        from .board_members import BoardMembers

        variables: dict[str, object] = {"id": id}
        response = await self.execute(
            query=BOARD_MEMBERS_GQL,
            operation_name="BoardMembers",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return BoardMembers.model_validate(data)

    async def board_statistics(self, id: str, **kwargs: Any) -> "BoardStatistics":
        from .board_statistics import BoardStatistics

        variables: dict[str, object] = {"id": id}
        response = await self.execute(
            query=BOARD_STATISTICS_GQL,
            operation_name="BoardStatistics",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return BoardStatistics.model_validate(data)

    async def board_statistics_members(
        self, id: str, month: Union[Optional[date], "UnsetType"] = UNSET, **kwargs: Any
    ) -> "BoardStatisticsMembers":
        from .board_statistics_members import BoardStatisticsMembers

        variables: dict[str, object] = {"id": id, "month": month}
        response = await self.execute(
            query=BOARD_STATISTICS_MEMBERS_GQL,
            operation_name="BoardStatisticsMembers",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return BoardStatisticsMembers.model_validate(data)

    async def board_invitations(self, id: str, **kwargs: Any) -> "BoardInvitations":
        from .board_invitations import BoardInvitations

        variables: dict[str, object] = {"id": id}
        response = await self.execute(
            query=BOARD_INVITATIONS_GQL,
            operation_name="BoardInvitations",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return BoardInvitations.model_validate(data)

    async def board_links(
        self,
        id: str,
        first: Union[Optional[int], "UnsetType"] = UNSET,
        after: Union[Optional[str], "UnsetType"] = UNSET,
        last: Union[Optional[int], "UnsetType"] = UNSET,
        before: Union[Optional[str], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "BoardLinks":
        from .board_links import BoardLinks

        variables: dict[str, object] = {
            "id": id,
            "first": first,
            "after": after,
            "last": last,
            "before": before,
        }
        response = await self.execute(
            query=BOARD_LINKS_GQL,
            operation_name="BoardLinks",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return BoardLinks.model_validate(data)

    async def saved_views(self, **kwargs: Any) -> "SavedViews":
        from .saved_views import SavedViews

        variables: dict[str, object] = {}
        response = await self.execute(
            query=SAVED_VIEWS_GQL,
            operation_name="SavedViews",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return SavedViews.model_validate(data)

    async def statistics(
        self,
        period: Union[Optional["StatisticsPeriod"], "UnsetType"] = UNSET,
        date: Union[Optional[date], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "Statistics":
        from .statistics import Statistics

        variables: dict[str, object] = {"period": period, "date": date}
        response = await self.execute(
            query=STATISTICS_GQL,
            operation_name="Statistics",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return Statistics.model_validate(data)

    async def statistics_history(
        self, period: "StatisticsPeriod", from_: date, to: date, **kwargs: Any
    ) -> "StatisticsHistory":
        from .statistics_history import StatisticsHistory

        variables: dict[str, object] = {"period": period, "from": from_, "to": to}
        response = await self.execute(
            query=STATISTICS_HISTORY_GQL,
            operation_name="StatisticsHistory",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return StatisticsHistory.model_validate(data)

    async def usage(
        self,
        from_: date,
        to: date,
        group_by: list["UsageDimension"],
        where: Union[Optional["UsageFilter"], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "Usage":
        from .usage import Usage

        variables: dict[str, object] = {
            "from": from_,
            "to": to,
            "groupBy": group_by,
            "where": where,
        }
        response = await self.execute(
            query=USAGE_GQL, operation_name="Usage", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Usage.model_validate(data)

    async def task_changes(
        self,
        first: Union[Optional[int], "UnsetType"] = UNSET,
        after: Union[Optional[str], "UnsetType"] = UNSET,
        user_id: Union[Optional[str], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "TaskChanges":
        from .task_changes import TaskChanges

        variables: dict[str, object] = {
            "first": first,
            "after": after,
            "userId": user_id,
        }
        response = await self.execute(
            query=TASK_CHANGES_GQL,
            operation_name="TaskChanges",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return TaskChanges.model_validate(data)

    async def similar_tasks(
        self,
        to: "SimilarToInput",
        first: Union[Optional[int], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "SimilarTasks":
        from .similar_tasks import SimilarTasks

        variables: dict[str, object] = {"to": to, "first": first}
        response = await self.execute(
            query=SIMILAR_TASKS_GQL,
            operation_name="SimilarTasks",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return SimilarTasks.model_validate(data)

    async def prompts(
        self,
        first: Union[Optional[int], "UnsetType"] = UNSET,
        after: Union[Optional[str], "UnsetType"] = UNSET,
        last: Union[Optional[int], "UnsetType"] = UNSET,
        before: Union[Optional[str], "UnsetType"] = UNSET,
        search: Union[Optional[str], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "Prompts":
        from .prompts import Prompts

        variables: dict[str, object] = {
            "first": first,
            "after": after,
            "last": last,
            "before": before,
            "search": search,
        }
        response = await self.execute(
            query=PROMPTS_GQL, operation_name="Prompts", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Prompts.model_validate(data)

    async def labels(self, **kwargs: Any) -> "Labels":
        from .labels import Labels

        variables: dict[str, object] = {}
        response = await self.execute(
            query=LABELS_GQL, operation_name="Labels", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Labels.model_validate(data)

    async def verify_image(
        self, image: "GivenImageInput", **kwargs: Any
    ) -> "VerifyImage":
        from .verify_image import VerifyImage

        variables: dict[str, object] = {"image": image}
        response = await self.execute(
            query=VERIFY_IMAGE_GQL,
            operation_name="VerifyImage",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return VerifyImage.model_validate(data)

    async def share_links(
        self,
        first: Union[Optional[int], "UnsetType"] = UNSET,
        after: Union[Optional[str], "UnsetType"] = UNSET,
        last: Union[Optional[int], "UnsetType"] = UNSET,
        before: Union[Optional[str], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "ShareLinks":
        from .share_links import ShareLinks

        variables: dict[str, object] = {
            "first": first,
            "after": after,
            "last": last,
            "before": before,
        }
        response = await self.execute(
            query=SHARE_LINKS_GQL,
            operation_name="ShareLinks",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ShareLinks.model_validate(data)

    async def insights(self, from_: date, to: date, **kwargs: Any) -> "Insights":
        from .insights import Insights

        variables: dict[str, object] = {"from": from_, "to": to}
        response = await self.execute(
            query=INSIGHTS_GQL, operation_name="Insights", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Insights.model_validate(data)

    async def compare_models(
        self, models: list[str], from_: date, to: date, **kwargs: Any
    ) -> "CompareModels":
        from .compare_models import CompareModels

        variables: dict[str, object] = {"models": models, "from": from_, "to": to}
        response = await self.execute(
            query=COMPARE_MODELS_GQL,
            operation_name="CompareModels",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return CompareModels.model_validate(data)

    async def user(self, id: str, **kwargs: Any) -> "User":
        from .user import User

        variables: dict[str, object] = {"id": id}
        response = await self.execute(
            query=USER_GQL, operation_name="User", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return User.model_validate(data)

    async def user_credits_entries(
        self,
        id: str,
        first: Union[Optional[int], "UnsetType"] = UNSET,
        after: Union[Optional[str], "UnsetType"] = UNSET,
        last: Union[Optional[int], "UnsetType"] = UNSET,
        before: Union[Optional[str], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "UserCreditsEntries":
        from .user_credits_entries import UserCreditsEntries

        variables: dict[str, object] = {
            "id": id,
            "first": first,
            "after": after,
            "last": last,
            "before": before,
        }
        response = await self.execute(
            query=USER_CREDITS_ENTRIES_GQL,
            operation_name="UserCreditsEntries",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return UserCreditsEntries.model_validate(data)

    async def user_tasks(
        self,
        id: str,
        first: Union[Optional[int], "UnsetType"] = UNSET,
        after: Union[Optional[str], "UnsetType"] = UNSET,
        last: Union[Optional[int], "UnsetType"] = UNSET,
        before: Union[Optional[str], "UnsetType"] = UNSET,
        where: Union[Optional["TaskFilter"], "UnsetType"] = UNSET,
        order_by: Union[Optional["TaskOrder"], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "UserTasks":
        from .user_tasks import UserTasks

        variables: dict[str, object] = {
            "id": id,
            "first": first,
            "after": after,
            "last": last,
            "before": before,
            "where": where,
            "orderBy": order_by,
        }
        response = await self.execute(
            query=USER_TASKS_GQL,
            operation_name="UserTasks",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return UserTasks.model_validate(data)

    async def user_boards(
        self,
        id: str,
        first: Union[Optional[int], "UnsetType"] = UNSET,
        after: Union[Optional[str], "UnsetType"] = UNSET,
        last: Union[Optional[int], "UnsetType"] = UNSET,
        before: Union[Optional[str], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "UserBoards":
        from .user_boards import UserBoards

        variables: dict[str, object] = {
            "id": id,
            "first": first,
            "after": after,
            "last": last,
            "before": before,
        }
        response = await self.execute(
            query=USER_BOARDS_GQL,
            operation_name="UserBoards",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return UserBoards.model_validate(data)

    async def user_share_links(
        self,
        id: str,
        first: Union[Optional[int], "UnsetType"] = UNSET,
        after: Union[Optional[str], "UnsetType"] = UNSET,
        last: Union[Optional[int], "UnsetType"] = UNSET,
        before: Union[Optional[str], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "UserShareLinks":
        from .user_share_links import UserShareLinks

        variables: dict[str, object] = {
            "id": id,
            "first": first,
            "after": after,
            "last": last,
            "before": before,
        }
        response = await self.execute(
            query=USER_SHARE_LINKS_GQL,
            operation_name="UserShareLinks",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return UserShareLinks.model_validate(data)

    async def user_statistics(
        self,
        id: str,
        period: Union[Optional["StatisticsPeriod"], "UnsetType"] = UNSET,
        date: Union[Optional[date], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "UserStatistics":
        from .user_statistics import UserStatistics

        variables: dict[str, object] = {"id": id, "period": period, "date": date}
        response = await self.execute(
            query=USER_STATISTICS_GQL,
            operation_name="UserStatistics",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return UserStatistics.model_validate(data)

    async def admin(self, **kwargs: Any) -> "Admin":
        from .admin import Admin

        variables: dict[str, object] = {}
        response = await self.execute(
            query=ADMIN_GQL, operation_name="Admin", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Admin.model_validate(data)

    async def admin_statistics(
        self,
        period: Union[Optional["StatisticsPeriod"], "UnsetType"] = UNSET,
        date: Union[Optional[date], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "AdminStatistics":
        from .admin_statistics import AdminStatistics

        variables: dict[str, object] = {"period": period, "date": date}
        response = await self.execute(
            query=ADMIN_STATISTICS_GQL,
            operation_name="AdminStatistics",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return AdminStatistics.model_validate(data)

    async def admin_statistics_history(
        self, period: "StatisticsPeriod", from_: date, to: date, **kwargs: Any
    ) -> "AdminStatisticsHistory":
        from .admin_statistics_history import AdminStatisticsHistory

        variables: dict[str, object] = {"period": period, "from": from_, "to": to}
        response = await self.execute(
            query=ADMIN_STATISTICS_HISTORY_GQL,
            operation_name="AdminStatisticsHistory",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return AdminStatisticsHistory.model_validate(data)

    async def admin_activity(
        self,
        from_: date,
        to: date,
        period: Union[Optional["StatisticsPeriod"], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "AdminActivity":
        from .admin_activity import AdminActivity

        variables: dict[str, object] = {"from": from_, "to": to, "period": period}
        response = await self.execute(
            query=ADMIN_ACTIVITY_GQL,
            operation_name="AdminActivity",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return AdminActivity.model_validate(data)

    async def admin_hours(self, from_: date, to: date, **kwargs: Any) -> "AdminHours":
        from .admin_hours import AdminHours

        variables: dict[str, object] = {"from": from_, "to": to}
        response = await self.execute(
            query=ADMIN_HOURS_GQL,
            operation_name="AdminHours",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return AdminHours.model_validate(data)

    async def admin_models(self, from_: date, to: date, **kwargs: Any) -> "AdminModels":
        from .admin_models import AdminModels

        variables: dict[str, object] = {"from": from_, "to": to}
        response = await self.execute(
            query=ADMIN_MODELS_GQL,
            operation_name="AdminModels",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return AdminModels.model_validate(data)

    async def admin_failure_history(
        self, from_: date, to: date, **kwargs: Any
    ) -> "AdminFailureHistory":
        from .admin_failure_history import AdminFailureHistory

        variables: dict[str, object] = {"from": from_, "to": to}
        response = await self.execute(
            query=ADMIN_FAILURE_HISTORY_GQL,
            operation_name="AdminFailureHistory",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return AdminFailureHistory.model_validate(data)

    async def admin_users(
        self,
        first: Union[Optional[int], "UnsetType"] = UNSET,
        after: Union[Optional[str], "UnsetType"] = UNSET,
        last: Union[Optional[int], "UnsetType"] = UNSET,
        before: Union[Optional[str], "UnsetType"] = UNSET,
        order_by: Union[Optional["UserUsageOrder"], "UnsetType"] = UNSET,
        last_task_before: Union[Optional[datetime], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "AdminUsers":
        from .admin_users import AdminUsers

        variables: dict[str, object] = {
            "first": first,
            "after": after,
            "last": last,
            "before": before,
            "orderBy": order_by,
            "lastTaskBefore": last_task_before,
        }
        response = await self.execute(
            query=ADMIN_USERS_GQL,
            operation_name="AdminUsers",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return AdminUsers.model_validate(data)

    async def admin_user(self, id: str, **kwargs: Any) -> "AdminUser":
        from .admin_user import AdminUser

        variables: dict[str, object] = {"id": id}
        response = await self.execute(
            query=ADMIN_USER_GQL,
            operation_name="AdminUser",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return AdminUser.model_validate(data)

    async def admin_tasks(
        self,
        user_id: Union[Optional[str], "UnsetType"] = UNSET,
        first: Union[Optional[int], "UnsetType"] = UNSET,
        after: Union[Optional[str], "UnsetType"] = UNSET,
        last: Union[Optional[int], "UnsetType"] = UNSET,
        before: Union[Optional[str], "UnsetType"] = UNSET,
        where: Union[Optional["TaskFilter"], "UnsetType"] = UNSET,
        order_by: Union[Optional["TaskOrder"], "UnsetType"] = UNSET,
        starting_at: Union[Optional[datetime], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "AdminTasks":
        from .admin_tasks import AdminTasks

        variables: dict[str, object] = {
            "userId": user_id,
            "first": first,
            "after": after,
            "last": last,
            "before": before,
            "where": where,
            "orderBy": order_by,
            "startingAt": starting_at,
        }
        response = await self.execute(
            query=ADMIN_TASKS_GQL,
            operation_name="AdminTasks",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return AdminTasks.model_validate(data)

    async def admin_task(self, id: str, **kwargs: Any) -> "AdminTask":
        from .admin_task import AdminTask

        variables: dict[str, object] = {"id": id}
        response = await self.execute(
            query=ADMIN_TASK_GQL,
            operation_name="AdminTask",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return AdminTask.model_validate(data)

    async def admin_task_place(
        self,
        user_id: str,
        id: str,
        where: Union[Optional["TaskFilter"], "UnsetType"] = UNSET,
        order_by: Union[Optional["TaskOrder"], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "AdminTaskPlace":
        from .admin_task_place import AdminTaskPlace

        variables: dict[str, object] = {
            "userId": user_id,
            "id": id,
            "where": where,
            "orderBy": order_by,
        }
        response = await self.execute(
            query=ADMIN_TASK_PLACE_GQL,
            operation_name="AdminTaskPlace",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return AdminTaskPlace.model_validate(data)

    async def admin_audit(
        self,
        first: Union[Optional[int], "UnsetType"] = UNSET,
        after: Union[Optional[str], "UnsetType"] = UNSET,
        last: Union[Optional[int], "UnsetType"] = UNSET,
        before: Union[Optional[str], "UnsetType"] = UNSET,
        user_id: Union[Optional[str], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "AdminAudit":
        from .admin_audit import AdminAudit

        variables: dict[str, object] = {
            "first": first,
            "after": after,
            "last": last,
            "before": before,
            "userId": user_id,
        }
        response = await self.execute(
            query=ADMIN_AUDIT_GQL,
            operation_name="AdminAudit",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return AdminAudit.model_validate(data)

    async def admin_erasure(self, id: str, **kwargs: Any) -> "AdminErasure":
        from .admin_erasure import AdminErasure

        variables: dict[str, object] = {"id": id}
        response = await self.execute(
            query=ADMIN_ERASURE_GQL,
            operation_name="AdminErasure",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return AdminErasure.model_validate(data)

    async def admin_erasures(
        self,
        first: Union[Optional[int], "UnsetType"] = UNSET,
        after: Union[Optional[str], "UnsetType"] = UNSET,
        last: Union[Optional[int], "UnsetType"] = UNSET,
        before: Union[Optional[str], "UnsetType"] = UNSET,
        user_id: Union[Optional[str], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "AdminErasures":
        from .admin_erasures import AdminErasures

        variables: dict[str, object] = {
            "first": first,
            "after": after,
            "last": last,
            "before": before,
            "userId": user_id,
        }
        response = await self.execute(
            query=ADMIN_ERASURES_GQL,
            operation_name="AdminErasures",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return AdminErasures.model_validate(data)

    async def delete_tasks(
        self, input: "DeleteTasksInput", **kwargs: Any
    ) -> "DeleteTasks":
        from .delete_tasks import DeleteTasks

        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=DELETE_TASKS_GQL,
            operation_name="DeleteTasks",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return DeleteTasks.model_validate(data)

    async def upload_original_image(
        self, input: "UploadOriginalImageInput", **kwargs: Any
    ) -> "UploadOriginalImage":
        from .upload_original_image import UploadOriginalImage

        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=UPLOAD_ORIGINAL_IMAGE_GQL,
            operation_name="UploadOriginalImage",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return UploadOriginalImage.model_validate(data)

    async def trash_tasks(
        self, input: "TrashTasksInput", **kwargs: Any
    ) -> "TrashTasks":
        from .trash_tasks import TrashTasks

        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=TRASH_TASKS_GQL,
            operation_name="TrashTasks",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return TrashTasks.model_validate(data)

    async def restore_tasks(
        self, input: "RestoreTasksInput", **kwargs: Any
    ) -> "RestoreTasks":
        from .restore_tasks import RestoreTasks

        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=RESTORE_TASKS_GQL,
            operation_name="RestoreTasks",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return RestoreTasks.model_validate(data)

    async def empty_trash(self, **kwargs: Any) -> "EmptyTrash":
        from .empty_trash import EmptyTrash

        variables: dict[str, object] = {}
        response = await self.execute(
            query=EMPTY_TRASH_GQL,
            operation_name="EmptyTrash",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return EmptyTrash.model_validate(data)

    async def rate_task(self, input: "RateTaskInput", **kwargs: Any) -> "RateTask":
        from .rate_task import RateTask

        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=RATE_TASK_GQL,
            operation_name="RateTask",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return RateTask.model_validate(data)

    async def star_tasks(self, input: "StarTasksInput", **kwargs: Any) -> "StarTasks":
        from .star_tasks import StarTasks

        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=STAR_TASKS_GQL,
            operation_name="StarTasks",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return StarTasks.model_validate(data)

    async def create_board(
        self, input: "CreateBoardInput", **kwargs: Any
    ) -> "CreateBoard":
        from .create_board import CreateBoard

        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=CREATE_BOARD_GQL,
            operation_name="CreateBoard",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return CreateBoard.model_validate(data)

    async def update_board(
        self, input: "UpdateBoardInput", **kwargs: Any
    ) -> "UpdateBoard":
        from .update_board import UpdateBoard

        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=UPDATE_BOARD_GQL,
            operation_name="UpdateBoard",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return UpdateBoard.model_validate(data)

    async def delete_board(
        self, input: "DeleteBoardInput", **kwargs: Any
    ) -> "DeleteBoard":
        from .delete_board import DeleteBoard

        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=DELETE_BOARD_GQL,
            operation_name="DeleteBoard",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return DeleteBoard.model_validate(data)

    async def add_to_board(
        self, input: "AddToBoardInput", **kwargs: Any
    ) -> "AddToBoard":
        from .add_to_board import AddToBoard

        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=ADD_TO_BOARD_GQL,
            operation_name="AddToBoard",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return AddToBoard.model_validate(data)

    async def remove_from_board(
        self, input: "RemoveFromBoardInput", **kwargs: Any
    ) -> "RemoveFromBoard":
        from .remove_from_board import RemoveFromBoard

        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=REMOVE_FROM_BOARD_GQL,
            operation_name="RemoveFromBoard",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return RemoveFromBoard.model_validate(data)

    async def invite_to_board(
        self, input: "InviteToBoardInput", **kwargs: Any
    ) -> "InviteToBoard":
        from .invite_to_board import InviteToBoard

        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=INVITE_TO_BOARD_GQL,
            operation_name="InviteToBoard",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return InviteToBoard.model_validate(data)

    async def join_board(self, input: "JoinBoardInput", **kwargs: Any) -> "JoinBoard":
        from .join_board import JoinBoard

        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=JOIN_BOARD_GQL,
            operation_name="JoinBoard",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return JoinBoard.model_validate(data)

    async def revoke_invitation(
        self, input: "RevokeInvitationInput", **kwargs: Any
    ) -> "RevokeInvitation":
        from .revoke_invitation import RevokeInvitation

        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=REVOKE_INVITATION_GQL,
            operation_name="RevokeInvitation",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return RevokeInvitation.model_validate(data)

    async def set_board_member(
        self, input: "SetBoardMemberInput", **kwargs: Any
    ) -> "SetBoardMember":
        from .set_board_member import SetBoardMember

        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=SET_BOARD_MEMBER_GQL,
            operation_name="SetBoardMember",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return SetBoardMember.model_validate(data)

    async def grant_credits(
        self, input: "GrantCreditsInput", **kwargs: Any
    ) -> "GrantCredits":
        from .grant_credits import GrantCredits

        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=GRANT_CREDITS_GQL,
            operation_name="GrantCredits",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return GrantCredits.model_validate(data)

    async def revoke_credits(
        self, input: "RevokeCreditsInput", **kwargs: Any
    ) -> "RevokeCredits":
        from .revoke_credits import RevokeCredits

        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=REVOKE_CREDITS_GQL,
            operation_name="RevokeCredits",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return RevokeCredits.model_validate(data)

    async def purge_tasks(
        self, input: "PurgeTasksInput", **kwargs: Any
    ) -> "PurgeTasks":
        from .purge_tasks import PurgeTasks

        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=PURGE_TASKS_GQL,
            operation_name="PurgeTasks",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return PurgeTasks.model_validate(data)

    async def erase_user(self, input: "EraseUserInput", **kwargs: Any) -> "EraseUser":
        from .erase_user import EraseUser

        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=ERASE_USER_GQL,
            operation_name="EraseUser",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return EraseUser.model_validate(data)

    async def create_webhook(
        self, input: "CreateWebhookInput", **kwargs: Any
    ) -> "CreateWebhook":
        from .create_webhook import CreateWebhook

        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=CREATE_WEBHOOK_GQL,
            operation_name="CreateWebhook",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return CreateWebhook.model_validate(data)

    async def update_webhook(
        self, input: "UpdateWebhookInput", **kwargs: Any
    ) -> "UpdateWebhook":
        from .update_webhook import UpdateWebhook

        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=UPDATE_WEBHOOK_GQL,
            operation_name="UpdateWebhook",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return UpdateWebhook.model_validate(data)

    async def rotate_webhook_secret(
        self, input: "RotateWebhookSecretInput", **kwargs: Any
    ) -> "RotateWebhookSecret":
        from .rotate_webhook_secret import RotateWebhookSecret

        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=ROTATE_WEBHOOK_SECRET_GQL,
            operation_name="RotateWebhookSecret",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return RotateWebhookSecret.model_validate(data)

    async def delete_webhook(
        self, input: "DeleteWebhookInput", **kwargs: Any
    ) -> "DeleteWebhook":
        from .delete_webhook import DeleteWebhook

        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=DELETE_WEBHOOK_GQL,
            operation_name="DeleteWebhook",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return DeleteWebhook.model_validate(data)

    async def resend_webhook(
        self, input: "ResendWebhookInput", **kwargs: Any
    ) -> "ResendWebhook":
        from .resend_webhook import ResendWebhook

        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=RESEND_WEBHOOK_GQL,
            operation_name="ResendWebhook",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ResendWebhook.model_validate(data)

    async def test_webhook(
        self, input: "TestWebhookInput", **kwargs: Any
    ) -> "TestWebhook":
        from .test_webhook import TestWebhook

        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=TEST_WEBHOOK_GQL,
            operation_name="TestWebhook",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return TestWebhook.model_validate(data)

    async def create_share_link(
        self, input: "CreateShareLinkInput", **kwargs: Any
    ) -> "CreateShareLink":
        from .create_share_link import CreateShareLink

        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=CREATE_SHARE_LINK_GQL,
            operation_name="CreateShareLink",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return CreateShareLink.model_validate(data)

    async def revoke_share_link(
        self, input: "RevokeShareLinkInput", **kwargs: Any
    ) -> "RevokeShareLink":
        from .revoke_share_link import RevokeShareLink

        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=REVOKE_SHARE_LINK_GQL,
            operation_name="RevokeShareLink",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return RevokeShareLink.model_validate(data)

    async def save_view(self, input: "SaveViewInput", **kwargs: Any) -> "SaveView":
        from .save_view import SaveView

        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=SAVE_VIEW_GQL,
            operation_name="SaveView",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return SaveView.model_validate(data)

    async def delete_view(
        self, input: "DeleteViewInput", **kwargs: Any
    ) -> "DeleteView":
        from .delete_view import DeleteView

        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=DELETE_VIEW_GQL,
            operation_name="DeleteView",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return DeleteView.model_validate(data)

    async def set_plan(self, input: "SetPlanInput", **kwargs: Any) -> "SetPlan":
        from .set_plan import SetPlan

        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=SET_PLAN_GQL, operation_name="SetPlan", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return SetPlan.model_validate(data)

    async def tasks(
        self,
        first: Union[Optional[int], "UnsetType"] = UNSET,
        after: Union[Optional[str], "UnsetType"] = UNSET,
        where: Union[Optional["TaskFilter"], "UnsetType"] = UNSET,
        order_by: Union[Optional["TaskOrder"], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "Tasks":
        from .tasks import Tasks

        variables: dict[str, object] = {
            "first": first,
            "after": after,
            "where": where,
            "orderBy": order_by,
        }
        response = await self.execute(
            query=TASKS_GQL, operation_name="Tasks", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Tasks.model_validate(data)

    async def tasks_of_user(
        self,
        id: str,
        first: Union[Optional[int], "UnsetType"] = UNSET,
        after: Union[Optional[str], "UnsetType"] = UNSET,
        where: Union[Optional["TaskFilter"], "UnsetType"] = UNSET,
        order_by: Union[Optional["TaskOrder"], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "TasksOfUser":
        from .tasks_of_user import TasksOfUser

        variables: dict[str, object] = {
            "id": id,
            "first": first,
            "after": after,
            "where": where,
            "orderBy": order_by,
        }
        response = await self.execute(
            query=TASKS_OF_USER_GQL,
            operation_name="TasksOfUser",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return TasksOfUser.model_validate(data)

    async def task(self, id: str, **kwargs: Any) -> "Task":
        from .task import Task

        variables: dict[str, object] = {"id": id}
        response = await self.execute(
            query=TASK_GQL, operation_name="Task", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Task.model_validate(data)

    async def task_by_external_id(
        self,
        external_id: str,
        user_id: Union[Optional[str], "UnsetType"] = UNSET,
        **kwargs: Any,
    ) -> "TaskByExternalId":
        from .task_by_external_id import TaskByExternalId

        variables: dict[str, object] = {"externalId": external_id, "userId": user_id}
        response = await self.execute(
            query=TASK_BY_EXTERNAL_ID_GQL,
            operation_name="TaskByExternalId",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return TaskByExternalId.model_validate(data)

    async def export_tasks(
        self, input: "ExportTasksInput", **kwargs: Any
    ) -> "ExportTasks":
        from .export_tasks import ExportTasks

        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=EXPORT_TASKS_GQL,
            operation_name="ExportTasks",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ExportTasks.model_validate(data)

    async def begin_task(
        self, input: "CreateTaskInput", start: "StartTaskInput", **kwargs: Any
    ) -> "BeginTask":
        from .begin_task import BeginTask

        variables: dict[str, object] = {"input": input, "start": start}
        response = await self.execute(
            query=BEGIN_TASK_GQL,
            operation_name="BeginTask",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return BeginTask.model_validate(data)

    async def create_task(
        self, input: "CreateTaskInput", **kwargs: Any
    ) -> "CreateTask":
        from .create_task import CreateTask

        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=CREATE_TASK_GQL,
            operation_name="CreateTask",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return CreateTask.model_validate(data)

    async def start_task(self, input: "StartTaskInput", **kwargs: Any) -> "StartTask":
        from .start_task import StartTask

        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=START_TASK_GQL,
            operation_name="StartTask",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return StartTask.model_validate(data)

    async def complete_task(
        self, input: "CompleteTaskInput", **kwargs: Any
    ) -> "CompleteTask":
        from .complete_task import CompleteTask

        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=COMPLETE_TASK_GQL,
            operation_name="CompleteTask",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return CompleteTask.model_validate(data)

    async def fail_task(self, input: "FailTaskInput", **kwargs: Any) -> "FailTask":
        from .fail_task import FailTask

        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=FAIL_TASK_GQL,
            operation_name="FailTask",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return FailTask.model_validate(data)

    async def cancel_task(
        self, input: "CancelTaskInput", **kwargs: Any
    ) -> "CancelTask":
        from .cancel_task import CancelTask

        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=CANCEL_TASK_GQL,
            operation_name="CancelTask",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return CancelTask.model_validate(data)

    async def create_image_upload(
        self, input: "CreateImageUploadInput", **kwargs: Any
    ) -> "CreateImageUpload":
        from .create_image_upload import CreateImageUpload

        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=CREATE_IMAGE_UPLOAD_GQL,
            operation_name="CreateImageUpload",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return CreateImageUpload.model_validate(data)

    async def record_tasks(
        self, input: "RecordTasksInput", **kwargs: Any
    ) -> "RecordTasks":
        from .record_tasks import RecordTasks

        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=RECORD_TASKS_GQL,
            operation_name="RecordTasks",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return RecordTasks.model_validate(data)

    async def task_events(
        self, ids: Union[Optional[list[str]], "UnsetType"] = UNSET, **kwargs: Any
    ) -> AsyncIterator["TaskEvents"]:
        from .task_events import TaskEvents

        variables: dict[str, object] = {"ids": ids}
        async for data in self.execute_ws(
            query=TASK_EVENTS_GQL,
            operation_name="TaskEvents",
            variables=variables,
            **kwargs,
        ):
            yield TaskEvents.model_validate(data)
