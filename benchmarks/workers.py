"""
The gain of a second server process, which shares its cores with the load generator and PostgreSQL.
"""

from contextlib import ExitStack
from dataclasses import replace
from statistics import median

from benchmarks.contenders import BOTH_CORES, OURS, running
from benchmarks.data import prepared
from benchmarks.measured import measure
from benchmarks.options import Options
from benchmarks.table import ratio, table
from benchmarks.work import works


def with_two_workers(options: Options) -> list[str]:
    one = replace(OURS, name="one", title="1 worker", cores=BOTH_CORES)
    two = replace(one, name="two", title="2 workers", command=(*OURS.command, "--workers", "2"))
    with ExitStack() as stack:
        data = stack.enter_context(prepared(options.data, options.tasks))
        servers = [stack.enter_context(running(contender, data.url)) for contender in (one, two)]
        page = next(works(data))
        request = page.requests[OURS.name]
        [measured] = measure([replace(page, requests={"one": request, "two": request})], servers, data.token, options)
    rates = [f"{median(measured.rates[contender.name]):,.0f}" for contender in (one, two)]
    alone, together = ([workers / cost for cost in measured.costs[name]] for name, workers in (("one", 1), ("two", 2)))
    costs = [f"{median(measured.costs[contender.name]) * 1000:.2f}" for contender in (one, two)]
    return [
        f"The {page.title}; the workers have both cores, and share them with PostgreSQL and the load. By processor "
        "time alone: what they would answer, had each a core, and PostgreSQL and the load others.",
        "",
        *table(
            ["", one.title, two.title, "ratio"],
            [
                ["requests a second", *rates, ratio(measured.rates["two"], measured.rates["one"])],
                ["processor ms a request", *costs, ratio(measured.costs["two"], measured.costs["one"])],
                [
                    "requests a second, by processor time alone",
                    *(f"{median(rates):,.0f}" for rates in (alone, together)),
                    ratio(together, alone),
                ],
            ],
        ),
    ]
