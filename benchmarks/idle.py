"""The cost of an idle server, and of PostgreSQL because of it."""

import time

from benchmarks.contenders import OURS, running
from benchmarks.memory import memory_of
from benchmarks.options import Options
from benchmarks.postgres_time import postgres_time, postmaster_of
from benchmarks.table import table
from server.development.migrated import migrated_postgres

SETTLED = 10
"""Seconds that a start may take: connections, checks, the first jobs."""


def idle(options: Options) -> list[str]:
    """Measure PostgreSQL alone, and then with a server, for twelve turns each, by default a minute."""
    seconds = 12 * options.seconds
    with migrated_postgres(options.data / "idle") as postgres:
        postmaster = postmaster_of(postgres.application_url)
        time.sleep(SETTLED)
        before = postgres_time(postmaster)
        time.sleep(seconds)
        alone = postgres_time(postmaster) - before
        with running(OURS, postgres.application_url) as server:
            time.sleep(SETTLED)
            started = server.processor_time(), server.postgres_time()
            time.sleep(seconds)
            spent = server.processor_time() - started[0], server.postgres_time() - started[1] - alone
            memory = memory_of(server.process_id), memory_of(server.process_id, "Rss")
    return [
        f"One process, for {seconds} s in which nobody asks it for anything.",
        "",
        *table(
            ["", ""],
            [
                ["of a core, the server", f"{spent[0] / seconds:.2%}"],
                ["– PostgreSQL for it", f"{spent[1] / seconds:.2%}"],
                ["– PostgreSQL alone", f"{alone / seconds:.2%}"],
                ["memory, its share of what is shared (PSS)", f"{memory[0] / 1e6:.0f} MB"],
                ["– all that is resident (RSS)", f"{memory[1] / 1e6:.0f} MB"],
            ],
        ),
    ]
