from datetime import date
from typing import Annotated

import strawberry

from models.statistics.totals import TotalsRow
from models.statistics.usage_groups import UsageConditions, UsageDimension, UsageRow
from models.statistics.user_task_statistics import StatisticsPeriod
from resolvers.arguments import read_argument
from resolvers.context import Info
from resolvers.statistics.read_statistics import MAX_PERIODS, read_statistics, read_statistics_history
from resolvers.statistics.read_usage import MAX_GROUPS, read_usage
from schema.statistics.statistics import Statistics
from schema.statistics.usage_group import UsageFilter, UsageGroup
from schema.types.field_metadata import given


@strawberry.type
class StatisticsQuery:
    @strawberry.field(
        graphql_type=Statistics,
        description=(
            "The caller's totals for the period that contains `date` (today when omitted). Precomputed, so its cost "
            "does not depend on the number of tasks."
        ),
    )
    async def statistics(
        self,
        info: Info,
        period: StatisticsPeriod = StatisticsPeriod.ALL_TIME,
        day: Annotated[date | None, strawberry.argument(name="date")] = None,
    ) -> TotalsRow:
        return await read_statistics(info.context, info.context.caller.id, period, day, info.columns)

    @strawberry.field(
        graphql_type=list[Statistics],
        metadata=given("dates", MAX_PERIODS),
        description=(
            "The caller's totals, one entry for each day, week or month that begins between `from` (inclusive) and "
            "`to` (exclusive), oldest first, periods without tasks included. At most 400 entries; `ALL_TIME` is not "
            "allowed."
        ),
    )
    async def statistics_history(
        self,
        info: Info,
        period: StatisticsPeriod,
        first: Annotated[date, strawberry.argument(name="from")],
        last: Annotated[date, strawberry.argument(name="to")],
    ) -> list[TotalsRow]:
        own = info.context.caller.id
        return await read_statistics_history(info.context, own, period, (first, last), info.columns)

    @strawberry.field(
        graphql_type=list[UsageGroup],
        metadata=given("dates", MAX_GROUPS),
        description=(
            "The caller's usage from `from` (inclusive) to `to` (exclusive), grouped by up to two dimensions, largest "
            "group first. At most 400 days and 1,500 groups. Precomputed, so its cost does not depend on the number of "
            "tasks."
        ),
    )
    async def usage(
        self,
        info: Info,
        first: Annotated[date, strawberry.argument(name="from")],
        last: Annotated[date, strawberry.argument(name="to")],
        group_by: list[UsageDimension],
        where: UsageFilter | None = None,
    ) -> list[UsageRow]:
        conditions = read_argument(UsageConditions, "where", where) if where else UsageConditions()
        return await read_usage(info.context, (first, last), group_by, conditions, info.columns)
