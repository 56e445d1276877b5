"""Tests of proportions, all of which hold at 99 %: of a hundred differences by chance alone, one is taken for real."""

from math import sqrt

CERTAIN = 2.576
"""Standard deviations that 99 % of a normal distribution lie within."""


def prevails(wins: int, losses: int) -> bool:
    """Whether so many pairs in favour, of all that are not equal, are more than half of them: McNemar's test."""
    return wins > losses and (wins - losses - 1) / sqrt(wins + losses) >= CERTAIN


def exceeds(part: int, whole: int, share: float) -> bool:
    """Whether `part` of `whole` is a greater share than `share`."""
    return whole > 0 and (part / whole - share) / sqrt(share * (1 - share) / whole) >= CERTAIN


def differs(part: int, whole: int, other_part: int, other_whole: int) -> bool:
    """Whether `part` of `whole` is a greater share than `other_part` of `other_whole`."""
    pooled = (part + other_part) / (whole + other_whole)
    deviation = sqrt(pooled * (1 - pooled) * (1 / whole + 1 / other_whole))
    return deviation > 0 and (part / whole - other_part / other_whole) / deviation >= CERTAIN
