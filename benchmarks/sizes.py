"""Our server on tables of several sizes: the cost of a user's reads should not depend on the size."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from statistics import median

from benchmarks.comparison import deep_page
from benchmarks.contenders import OURS, running
from benchmarks.data import Data, prepared
from benchmarks.measured import measure
from benchmarks.options import Options
from benchmarks.table import ratio, table
from benchmarks.work import Work, works

COMPARED = {"page", "all", "deep", "task", "statistics"}


def of_all_sizes(options: Options) -> list[str]:
    names = [str(size) for size in options.sizes]
    with ExitStack() as stack:
        data = {name: stack.enter_context(prepared(options.data, int(name))) for name in names}
        contenders = [replace(OURS, name=name, title=f"{one.tasks:,} tasks") for name, one in data.items()]
        servers = [stack.enter_context(running(one, data[one.name].url)) for one in contenders]
        measured = measure(
            list(same_works(data, COMPARED.intersection(options.only or COMPARED))),
            servers,
            data[names[0]].token,
            options,
        )
    rows = [
        [one.work.title, what, f"{median(first) * unit:,.2f}", *(ratio(figures[name], first) for name in names[1:])]
        for one in measured
        for what, unit, figures in (("requests a second", 1, one.rates), ("processor ms", 1000, one.costs))
        for first in [figures[names[0]]]
    ]
    owned = ", ".join(f"{one.owned:,}" for one in data.values())
    pages = ", ".join(f"{one.deep_page:,}" for one in data.values())
    title, *titles = (contender.title for contender in contenders)
    return [
        f"Ours, a server for each table on the same core. The caller owns a tenth ({owned}); the deep page is {pages}.",
        "",
        *table(["work", "", title, *(f"{other}, to that" for other in titles)], rows),
        "",
        *deep_page(measured, contenders),
    ]


def same_works(data: Mapping[str, Data], wanted: Iterable[str]) -> Iterator[Work]:
    """Yield each selected work with a request for each table; they differ in ids and cursors."""
    for each in zip(*(works(one) for one in data.values()), strict=True):
        if each[0].name in wanted:
            requests = {name: work.requests[OURS.name] for name, work in zip(data, each, strict=True)}
            yield replace(each[-1], requests=requests)
