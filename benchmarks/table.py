from collections.abc import Iterable, Sequence
from statistics import median


def table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """In Markdown."""
    return [f"| {' | '.join(cells)} |" for cells in (titles, ["---"] * len(titles), *rows)]


def ratio(ours: Sequence[float], theirs: Sequence[float] | None) -> str:
    """Median, lowest and highest of the rounds; each within its round, as what slowed it slowed both."""
    if theirs is None:
        return "–"
    quotients = [mine / other for mine, other in zip(ours, theirs, strict=True)]
    return f"**{median(quotients):.2f}** ({min(quotients):.2f} – {max(quotients):.2f})"
