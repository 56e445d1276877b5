"""The committed SDL is the one that is generated, and keeps the contract; each field has something to be read from."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from graphql import GraphQLObjectType, GraphQLSchema, build_schema, get_named_type
from graphql.utilities import find_breaking_changes
from strawberry.types.base import StrawberryObjectDefinition

from models.administration.audit_record import AuditRecord
from models.administration.overall_statements import FailuresOfDay, UseOfHour, UseOfModel
from models.administration.recent_failures import FailureRow, FailuresOfUser
from models.administration.server_figures import StorageReportRow
from models.administration.user_ranking import UserUsageRow
from models.boards.board_statements import BoardRow, BoardUsageRow
from models.boards.board_tables import READ_OF_INVITATION, BoardMembership
from models.credits.credit_statements import ENTRY_COLUMNS
from models.erasure import erasure_record
from models.finding.prompt_list import PromptRow
from models.insights.model_results import ResultsOfModel
from models.lineage.task_derivation import LineageRow, TaskDerivation
from models.sharing import link_record
from models.statistics.list_totals import FailureReasonRow, TaskTotalsRow
from models.statistics.totals import OverallTotalsRow, TotalsRow
from models.statistics.usage_groups import UsageRow
from models.tasks.task_conditions import MetadataMember, TaskConditions, TimeSpan
from models.tasks.task_list import TaskOrdering
from models.tasks.task_row import TaskRow
from models.views import view_record
from models.webhooks import delivery_record, webhook_record
from resolvers.access import Caller, ImagePrice, PlanLimits
from resolvers.administration.inspection import IntegrityCheck
from resolvers.changes.read_changes import ChangeEdge, ChangePage, TaskAsChanged
from resolvers.credits.credit_balance import CreditBalance
from resolvers.exports.export_tasks import PreparedExport
from resolvers.finding.list_prompts import CountedLabel
from resolvers.finding.similar_tasks import TaskAlike
from resolvers.images.create_image_upload import DirectUpload
from resolvers.images.recorded_image import RecordedImage
from resolvers.insights.compare_models import ComparedModels, PairOfTasks
from resolvers.insights.find_insights import Suggestion
from resolvers.insights.typed_evidence import (
    ComparisonRow,
    FailureShareRow,
    ModelFailuresRow,
    ModelFiguresRow,
    RepetitionRow,
)
from resolvers.labels.dictionary import LabelRow
from resolvers.paging import Edge, ListPage
from resolvers.provenance.verify_image import VerifiedImage
from resolvers.tasks.batches.batch_item import BatchItem
from resolvers.tasks.follow_tasks import ChangedTask
from resolvers.tasks.list_tasks import CountedTasks, PlaceOfTask
from resolvers.users.find_user import FoundUser
from schema.schema import schema
from storage.provenance.file_provenance import FileProvenance
from tests.api import Client
from tests.pictures import data_url, picture
from tests.resolvers.boards.boards import new_board, put

HERE = Path(__file__).parent
COMMITTED = HERE.parents[1] / "schema" / "schema.graphql"


def contract() -> GraphQLSchema:
    return build_schema((HERE / "contract.graphql").read_text(encoding="utf-8"))


def test_the_committed_sdl_is_current_and_keeps_the_contract() -> None:
    assert COMMITTED.read_text(encoding="utf-8").strip() == schema.as_str().strip()
    assert find_breaking_changes(contract(), schema.core) == []


def test_every_directive_is_described() -> None:
    directives = {one.name: one.description for one in build_schema(schema.as_str()).directives}
    assert "oneOf" in directives
    assert [name for name, description in directives.items() if not description] == []


def parts_of(types: GraphQLSchema) -> Iterator[tuple[str, Any]]:
    """Yield each type, field, argument and enum value, with its name, except those of introspection."""
    for name, kind in types.type_map.items():
        if name.startswith("__"):
            continue
        yield name, kind
        parts: dict[str, Any] = {**getattr(kind, "fields", {}), **getattr(kind, "values", {})}
        for part_name, part in parts.items():
            yield f"{name}.{part_name}", part
            for argument_name, argument in getattr(part, "args", {}).items():
                yield f"{name}.{part_name}({argument_name})", argument


def test_everything_is_described() -> None:
    assert [name for name, part in parts_of(schema.core) if not part.description] == []


def test_what_is_deprecated_names_a_field_beside_it() -> None:
    types = schema.core.type_map
    deprecated = {name: part.deprecation_reason for name, part in parts_of(schema.core) if hasattr(part, "args")}
    reasons = {name: reason for name, reason in deprecated.items() if reason}
    assert "Statistics.totalTasks" in reasons
    for name, reason in reasons.items():
        named = re.findall("`(\\w+)`", reason)
        fields = types[name.split(".")[0]].fields  # type: ignore[attr-defined]
        assert any(one in fields and not fields[one].deprecation_reason for one in named), name


def test_an_object_with_an_id_is_a_node() -> None:
    """An upload's address is signed when it is created, and not stored."""
    nodes = {kind.name for kind in schema.core.get_possible_types(schema.core.type_map["Node"])}  # type: ignore[arg-type]
    objects = {name: kind for name, kind in schema.core.type_map.items() if isinstance(kind, GraphQLObjectType)}
    assert {name for name, kind in objects.items() if "id" in kind.fields} - nodes == {"ImageUpload"}


# By GraphQL type, the attributes of the rows or objects that resolvers return for it.
LISTED = ["Audit", "Board", "CreditEntry", "Erasure", "Prompt", "ShareLink", "Task", "UserUsage", "WebhookDelivery"]
ROWS: dict[str, set[str]] = {
    **{f"{name}Connection": {*dir(ListPage), *ListPage.__annotations__} for name in LISTED},
    **{f"{name}Edge": set(Edge.__annotations__) for name in LISTED},
    "PageInfo": {*dir(ListPage), *ListPage.__annotations__},
    "TaskRecord": set(TaskRow.__annotations__),
    "Board": set(BoardRow.__annotations__),
    "BoardMember": set(BoardMembership.model_fields),
    "BoardInvitation": set(READ_OF_INVITATION.split(", ")),
    "BoardUsage": set(BoardUsageRow._fields),
    "BoardStatistics": set(BoardRow.__annotations__),
    "Image": set(dir(RecordedImage)),
    "Label": set(LabelRow.__annotations__),
    "LabelCount": set(CountedLabel._fields),
    "Prompt": set(PromptRow._fields),
    "SimilarTask": set(TaskAlike.__annotations__),
    "TaskPlace": set(dir(PlaceOfTask)),
    "TaskTotals": set(TaskTotalsRow._fields),
    "FailureReason": set(FailureReasonRow._fields),
    "Count": set(dir(CountedTasks)),
    "TaskEvent": set(dir(ChangedTask)),
    "Viewer": set(dir(Caller)),
    "User": set(dir(FoundUser)),
    "TaskChange": set(TaskAsChanged.__annotations__),
    "TaskChangeEdge": set(ChangeEdge.__annotations__),
    "TaskChangeConnection": set(dir(ChangePage)),
    "Plan": set(dir(PlanLimits)),
    "ImageUpload": set(dir(DirectUpload)),
    "Statistics": set(TotalsRow.__annotations__),
    "UsageGroup": set(UsageRow.__annotations__),
    "Insight": set(Suggestion._fields),
    "ComparisonFigures": set(ComparisonRow._fields),
    "ModelFigures": set(ModelFiguresRow._fields),
    "FailureFigures": set(FailureShareRow._fields),
    "FailuresOfModel": set(ModelFailuresRow._fields),
    "RepetitionFigures": set(RepetitionRow._fields),
    "ModelComparison": set(dir(ComparedModels)),
    "ModelResults": set(ResultsOfModel._fields),
    "ComparedTasks": set(PairOfTasks._fields),
    "HourUse": set(UseOfHour._fields),
    "ModelUse": set(UseOfModel._fields),
    "FailuresOnDay": set(FailuresOfDay._fields),
    "Activity": set(OverallTotalsRow.__annotations__) | set(TotalsRow.__annotations__),
    "IntegrityReport": set(dir(IntegrityCheck)) | {"checked_at"},
    "AuditEntry": set(AuditRecord.model_fields),
    "FailureGroup": set(dir(FailureRow)),
    "FailingUser": set(dir(FailuresOfUser)),
    "UserUsage": set(UserUsageRow.__annotations__),
    "StorageReport": set(StorageReportRow._fields),
    "ShareLink": set(link_record.READ.split(", ")),
    "SavedView": set(view_record.COLUMNS.split(", ")),
    "SavedViewFilter": set(TaskConditions.model_fields),
    "SavedViewTimes": set(TimeSpan.model_fields),
    "SavedViewMetadata": set(MetadataMember.model_fields),
    "SavedViewOrder": set(TaskOrdering.__annotations__),
    "CreditPrice": set(dir(ImagePrice)),
    "Credits": set(dir(CreditBalance)),
    "CreditEntry": {column.name for column in ENTRY_COLUMNS},
    "Erasure": set(erasure_record.READ),
    "Export": set(dir(PreparedExport)),
    "TaskSource": set(TaskDerivation.model_fields),
    "Lineage": set(dir(LineageRow)),
    "Webhook": set(webhook_record.READ.split(", ")),
    "WebhookDelivery": set(delivery_record.READ),
    "RecordTaskResult": set(dir(BatchItem)),
    "ImageVerification": set(VerifiedImage.__annotations__),
    "Provenance": set(FileProvenance.__annotations__),
}


def test_a_field_without_a_resolver_is_on_the_row_that_it_is_read_from() -> None:
    for name, row in ROWS.items():
        definition = schema.get_type_by_name(name)
        assert isinstance(definition, StrawberryObjectDefinition)
        read = {field.python_name for field in definition.fields if field.base_resolver is None}
        assert read <= row, name


def test_no_other_type_is_read_from_a_row() -> None:
    """Resolvers return payloads, errors, headers and attempts as instances of their GraphQL classes."""
    types = schema.core.type_map
    objects = {name for name, kind in types.items() if isinstance(kind, GraphQLObjectType) and name[:2] != "__"}
    payloads = {name for name in objects if name.endswith("Payload")}
    made = {"HttpHeader", "UserError", "WebhookAttempt"}
    assert objects - set(ROWS) - payloads == {"Query", "Mutation", "Subscription", "Admin"} | made


def every_field(kind: GraphQLObjectType, *above: GraphQLObjectType) -> str:
    """Return a selection of all fields of a type and of the types below it, except of types `above`."""
    selected = []
    for name, field in kind.fields.items():
        below = get_named_type(field.type)
        name += {"expiring": '(before: "2999-12-31T00:00:00Z")', "deliveries": "(first: 1)", "tasks": "(first: 1)"}.get(
            name, ""
        )
        if not isinstance(below, GraphQLObjectType):
            selected.append(name)
        elif below.name in {"Board", "ShareLink", "User"}:  # are asked for by themselves
            selected.append(f"{name} {{ id }}")
        elif below not in above:
            selected.append(f"{name} {every_field(below, kind, *above)}")
    return f"{{ {' '.join(selected)} }}"


async def test_every_field_answers(user: Client) -> None:
    image = {"dataUrl": data_url(picture())}
    task = await user.task("createTask", prompt="A fox", originalImage=image)
    await user.task("completeTask", id=task["id"], image=image, generationTimeMs=5000)
    board = await new_board(user)
    assert (await put(user, board, task["id"]))["errors"] == []
    query = schema.core.query_type
    assert query
    one = f'(id: "{task["id"]}")'
    arguments = {
        "task": one,
        "tasks": "(first: 1)",
        "board": f'(id: "{board}")',
        "taskPlace": one,
        "similarTasks": f'(to: {{taskId: "{task["id"]}"}})',
        "statisticsHistory": "(period: DAY, from: $day, to: $tomorrow)",
    }
    arguments["usage"] = "(from: $day, to: $tomorrow, groupBy: [DAY, MODEL])"
    for name in ("viewer", "task", "tasks", "board", "taskPlace", "statistics", "statisticsHistory", "usage"):
        kind = get_named_type(query.fields[name].type)
        assert isinstance(kind, GraphQLObjectType)
        variables = "($day: Date!, $tomorrow: Date!)" if "$day" in arguments.get(name, "") else ""
        field = f"{name}{arguments.get(name, '')} {every_field(kind)}"
        day, tomorrow = (str(datetime.now(UTC).date() + timedelta(days=days)) for days in (-1, 2))
        data = await user.data(f"query {variables} {{ {field} }}", day=day, tomorrow=tomorrow)
        assert data[name]
