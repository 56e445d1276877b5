"""What `Query.usage` costs: the days whose rows are read, and the groups that may come of them."""

from math import prod

from resolvers.statistics.read_usage import MAX_DAYS, MAX_GROUPS
from schema.execution.cost.argument_values import Shape
from schema.execution.cost.prices import USED_DAY, USED_HOURS

GROUPS = {"MODEL": 52, "TASK_TYPE": 3, "HOUR": 24}
"""The most groups by each dimension: of models the 50 used most, `other`, and null."""
ANY = frozenset({"DAY", "HOUR"})
"""The dimensions that cost most."""


def usage_cost(dimensions: Shape, days: int, group: float) -> float:
    """The cost for these dimensions and days; `group` is that of one group. Unknown dimensions cost like ANY."""
    names = ANY
    if isinstance(dimensions, str):
        names = frozenset({dimensions})
    elif isinstance(dimensions, frozenset):
        names = frozenset(name for name, _ in dimensions)
    elif dimensions == 0:
        names = frozenset()
    days = min(days, MAX_DAYS)
    groups = prod((GROUPS | {"DAY": days}).get(name, 1) for name in names)
    return days * (USED_HOURS if "HOUR" in names else USED_DAY) + min(groups, MAX_GROUPS) * group
