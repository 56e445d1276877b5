"""Compares our server with the others, each on one core, on the same database."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from statistics import median

from benchmarks.contenders import OTHERS, OURS, Contender, running
from benchmarks.data import prepared
from benchmarks.measured import Measured, measure
from benchmarks.options import Options
from benchmarks.table import ratio, table
from benchmarks.work import Work, works


def beside_others(options: Options) -> list[str]:
    able = [OURS, *(OTHERS[name]() for name in options.contenders)]
    with ExitStack() as stack:
        data = stack.enter_context(prepared(options.data, options.tasks))
        servers = [stack.enter_context(running(contender, data.url)) for contender in able]
        wanted = [work for work in works(data) if not options.only or work.name in options.only]
        measured = measure([work for work in wanted if not work.writes], servers, data.token, options)
        # Last, as the tasks that it records would change what the others read.
        measured += measure([work for work in wanted if work.writes], servers, data.token, options)
    return [
        f"{data.tasks:,} tasks in the table, of which the caller owns {data.owned:,}; token verified, row-level "
        "security on. Ours as a ratio of requests a second:",
        "",
        *ratios(measured, able[1:]),
        "",
        *deep_page(measured, able),
        "",
        "Milliseconds of the server's processor time for a request, and as a ratio of ours:",
        "",
        *costs(measured, able),
        "",
        "The same of PostgreSQL, with all its processes:",
        "",
        *postgres_costs(measured, able),
        "",
        "Requests a second, and bytes of the answer:",
        "",
        *rates(measured, able),
    ]


def ratios(measured: Sequence[Measured], others: Sequence[Contender]) -> list[str]:
    rows = [
        [one.work.title, *(ratio(one.rates[OURS.name], one.rates.get(other.name)) for other in others)]
        for one in measured
    ]
    return table(["work", *(f"to {other.title}" for other in others)], rows)


def deep_page(measured: Sequence[Measured], contenders: Sequence[Contender]) -> list[str]:
    """Compare each contender's deep page with its first page: it should be as fast."""
    by_name = {one.work.name: one for one in measured}
    if not {"all", "deep"} <= by_name.keys():
        return []
    first, deep = by_name["all"], by_name["deep"]
    able = [contender for contender in contenders if contender.name in deep.rates]
    rates = [ratio(deep.rates[one.name], first.rates[one.name]) for one in able]
    costs = [ratio(deep.costs[one.name], first.costs[one.name]) for one in able]
    titles = [f"{deep.work.title}, to the first page", *(contender.title for contender in able)]
    return table(titles, [["requests a second", *rates], ["processor time", *costs]])


def costs(measured: Sequence[Measured], contenders: Sequence[Contender]) -> list[str]:
    """Processor times, which a busy machine changes less than rates: a process that waits for a core uses none."""
    return milliseconds([(one.work, one.costs) for one in measured], contenders)


def postgres_costs(measured: Sequence[Measured], contenders: Sequence[Contender]) -> list[str]:
    return milliseconds([(one.work, one.postgres) for one in measured], contenders)


def milliseconds(
    rows: Sequence[tuple[Work, Mapping[str, Sequence[float]]]], contenders: Sequence[Contender]
) -> list[str]:
    """
    Return a table with the median of each contender's seconds for each kind of work, in milliseconds, and its ratio to
    ours. `rows` has for each kind of work the seconds of each round by contender.
    """

    def cell(seconds: Mapping[str, Sequence[float]], contender: str) -> str:
        if contender not in seconds:
            return "–"
        cost = f"{median(seconds[contender]) * 1000:.2f}"
        return cost if contender == OURS.name else f"{cost}: {ratio(seconds[contender], seconds[OURS.name])}"

    return table(
        ["work", *(contender.title for contender in contenders)],
        [[work.title, *(cell(seconds, contender.name) for contender in contenders)] for work, seconds in rows],
    )


def rates(measured: Sequence[Measured], contenders: Sequence[Contender]) -> list[str]:
    def cell(one: Measured, contender: str) -> str:
        return f"{median(one.rates[contender]):,.0f} ({one.bytes[contender]:,} B)" if contender in one.rates else "–"

    rows = [[one.work.title, *(cell(one, contender.name) for contender in contenders)] for one in measured]
    return table(["work", *(contender.title for contender in contenders)], rows)
