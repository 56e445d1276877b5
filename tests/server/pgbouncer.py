"""How PgBouncer is started."""

import shutil
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

PGBOUNCER = shutil.which("pgbouncer", path="/usr/sbin:/usr/bin:/usr/local/bin:/opt/homebrew/bin")


SERVER_CONNECTIONS = 2


def configuration(directory: Path, url: str, prepared_statements: int | None) -> Path:
    address = urlsplit(url)
    (directory / "userlist.txt").write_text(f'"{address.username}" "{address.password}"\n')
    path = directory / "pgbouncer.ini"
    path.write_text(f"""
[databases]
* = host={parse_qs(address.query)["host"][0]}
[pgbouncer]
listen_addr =
listen_port = 6432
unix_socket_dir = {directory}
auth_type = scram-sha-256
auth_file = {directory}/userlist.txt
pool_mode = transaction
default_pool_size = {SERVER_CONNECTIONS}
{"" if prepared_statements is None else f"max_prepared_statements = {prepared_statements}"}
logfile = {directory}/pgbouncer.log
""")
    return path


def wait_for(path: Path) -> None:
    for _ in range(500):
        if path.is_socket():
            return
        time.sleep(0.02)
    raise TimeoutError(path)
