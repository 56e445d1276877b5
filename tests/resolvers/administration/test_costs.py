"""Costs and canceled tasks in every total: a user's, all users', of a lineage and of usage; and in one currency."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from asyncpg import Connection

from server.operations.checking.check import check
from server.settings.settings import Settings
from server.stores.connections import check_currency
from server.stores.other_currency import OtherCurrency
from tests.api import Client, NewClient
from tests.models.statistics.drift import drift
from tests.pictures import data_url, picture
from tests.resolvers.administration.counted import counted
from tests.server.commands import run, variables

pytestmark = pytest.mark.own_database

IMAGE = {"dataUrl": data_url(picture())}
MORE: dict[str, dict[str, Any]] = {"completeTask": {"image": IMAGE}, "failTask": {"errorMessage": "x"}}
SUMS = "totalTasks successfulTasks failedTasks canceledTasks successRate totalCost currency"
READ = f"""query ($from: Date!, $to: Date!, $id: ID!) {{
  statistics {{ {SUMS} }} day: statistics(period: DAY) {{ {SUMS} }}
  statisticsHistory(period: DAY, from: $from, to: $to) {{ {SUMS} }}
  usage(from: $from, to: $to, groupBy: [MODEL]) {{ modelVersion totalTasks failedTasks canceledTasks totalCost }}
  node(id: $id) {{ ... on TaskRecord {{ lineage {{ cost taskCount }} }} }} }}"""
OVERALL = f"{{ admin {{ statistics {{ {SUMS} }} }} }}"


async def ended(user: Client, name: str, cost: str | None, **new: Any) -> str:
    """Record a task and end it in this way; return its id."""
    more: dict[str, Any] = MORE.get(name, {})
    task = await user.task("createTask", prompt="a fox", **new)
    return str((await user.task(name, id=task["id"], cost=cost, **more))["id"])


async def test_totals_are_exact(settings: Settings, user: Client, new_client: NewClient, database: Connection) -> None:
    first = await ended(user, "completeTask", "999999999999.999999", modelVersion="flux")
    made_from = [{"taskId": first, "relation": "EDIT"}]
    second = await ended(user, "failTask", "0.000001", modelVersion="flux", sources=made_from)
    await ended(user, "cancelTask", "0.1")
    await ended(user, "cancelTask", None)
    today = datetime.now(UTC).date()
    days = {"from": str(today), "to": str(today + timedelta(days=1))}
    data = await user.data(READ, id=second, **days)
    totals: dict[str, Any] = {"totalTasks": 4, "successfulTasks": 1, "failedTasks": 1, "canceledTasks": 2}
    totals |= {"successRate": 0.5, "totalCost": "1000000000000.1", "currency": "USD"}
    assert data["statistics"] == data["day"] == totals
    assert data["statisticsHistory"] == [totals]
    assert data["node"]["lineage"] == {"cost": "1000000000000", "taskCount": 2}
    of_none = {"modelVersion": None, "totalTasks": 2, "failedTasks": 0, "canceledTasks": 2, "totalCost": "0.1"}
    flux = {"modelVersion": "flux", "totalTasks": 2, "failedTasks": 1, "canceledTasks": 0}
    assert data["usage"] == [flux | {"totalCost": "1000000000000"}, of_none]
    await user.mutate("deleteTask", "deletedTaskId", id=first)
    assert (await user.data(READ, id=second, **days))["statistics"] == totals
    await counted(settings)
    administrator = new_client(role="admin")
    assert (await administrator.data(OVERALL))["admin"]["statistics"] == totals
    await administrator.mutate("eraseUser", "erasure { userId }", userId=str(user.id), dryRun=False)
    await counted(settings)
    overall = (await administrator.data(OVERALL))["admin"]["statistics"]
    assert (overall["totalTasks"], overall["canceledTasks"], overall["totalCost"]) == (0, 0, "0")
    assert [*await drift(database), *await database.fetch("TABLE task_record.drifted_overall")] == []


@pytest.mark.slow
async def test_another_currency_is_refused_while_costs_exist(
    settings: Settings, user: Client, new_client: NewClient
) -> None:
    euros = settings.model_copy(update={"currency": "EUR"})
    await ended(user, "cancelTask", None)
    await check_currency(euros)  # there are no costs yet
    await check_currency(settings)
    task = await ended(user, "cancelTask", "0.1")
    await user.mutate("deleteTask", "deletedTaskId", id=task)
    with pytest.raises(OtherCurrency, match=r"CURRENCY: EUR, but the costs in .* are in USD; expected USD"):
        await check_currency(euros)
    assert "Costs are recorded in USD, and CURRENCY is EUR." in [problem.what for problem in await check(euros)]
    assert await check(settings) == []
    refused = run("serve", "--port", "0", **variables(settings, CURRENCY="EUR"))
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert refused.stderr.startswith("CURRENCY: EUR, but the costs in ")
    await new_client(role="admin").mutate("eraseUser", "erasure { userId }", userId=str(user.id), dryRun=False)
    await check_currency(euros)
