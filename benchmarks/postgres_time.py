"""The processor time of all processes of a PostgreSQL server, including those that have ended (Linux)."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit


def postmaster_of(url: str) -> int:
    """Return the id of the process that listens on the Unix socket of the URL; it is the parent of all others."""
    [directory] = parse_qs(urlsplit(url).query)["host"]
    return int((Path(directory) / ".s.PGSQL.5432.lock").read_text().split()[0])


def postgres_time(postmaster: int) -> float:
    """Return the seconds of processor time that the server has used so far."""
    return ended(postmaster) + sum(map(spent, children(postmaster)))


def children(process: int) -> Iterator[int]:
    for path in Path(f"/proc/{process}/task/{process}/children").read_text().split():
        yield int(path)


def spent(process: int) -> float:
    try:
        return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9
    except OSError:
        return 0


def ended(process: int) -> float:
    """Return the seconds of processor time of the process's children that have ended."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")
