"""What `Query.usage` costs: the days whose rows are read, and the groups that may come of them."""

from math import prod

from resolvers.statistics.read_usage import MAX_DAYS, MAX_GROUPS
from schema.execution.cost.argument_values import Shape
from schema.execution.cost.prices import USED_DAY, USED_HOURS

GROUPS = {"MODEL": 52, "TASK_TYPE": 3, "HOUR": 24}
"""At most by each dimension: of models the 50 used most, the others, and none."""
ANY = frozenset({"DAY", "HOUR"})


def usage_cost(dimensions: Shape, days: int, group: float) -> float:
    """`group`: what one costs. Where it cannot be told which dimensions there are, it is those that cost most."""
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
