from collections.abc import Iterable, Sequence
from statistics import median


def table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return the lines of a table in Markdown."""
    return [f"| {' | '.join(cells)} |" for cells in (titles, ["---"] * len(titles), *rows)]


def ratio(ours: Sequence[float], theirs: Sequence[float] | None) -> str:
    """
    Return the median, lowest and highest ratio of all rounds, or "–" without figures. Figures are compared within a
    round, in which the machine was equally busy.
    """
    if theirs is None:
        return "–"
    quotients = [mine / other for mine, other in zip(ours, theirs, strict=True)]
    return f"**{median(quotients):.2f}** ({min(quotients):.2f} – {max(quotients):.2f})"
