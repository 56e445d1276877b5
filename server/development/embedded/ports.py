import contextlib
import json
import secrets
import socket
from collections.abc import Sequence
from pathlib import Path

from server.development.embedded import EmbeddedServerError

# A port with the distance added is never in this range, and below the ports that systems use for outgoing connections.
_FIRST, _LAST = 10_000, 20_000
_DISTANCE_OF_GRPC = 10_000
_ATTEMPTS = 1000


def choose_ports(host: str, names: Sequence[str], memory: Path) -> dict[str, int]:
    """
    Return a free port of `host` for each of `names`. These are the ports in the file `memory`, so that addresses remain
    valid, or, if one of them is taken, new ones, which are written there. Raise EmbeddedServerError when too few ports
    are free.
    """
    ports = remembered_ports(memory)
    if ports.keys() != set(names) or not all(_is_free(host, port) for port in ports.values()):
        ports = dict(zip(names, _free_ports(host, len(names)), strict=True))
        memory.write_text(json.dumps(ports))
    return ports


def remembered_ports(memory: Path) -> dict[str, int]:
    """Return the ports that were chosen last, if any."""
    try:
        ports: dict[str, int] = json.loads(memory.read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return ports


def _free_ports(host: str, count: int) -> list[int]:
    ports: set[int] = set()
    for _ in range(_ATTEMPTS):
        port = _FIRST + secrets.randbelow(_LAST - _FIRST)
        if _is_free(host, port):
            ports.add(port)
        if len(ports) == count:
            return list(ports)
    raise EmbeddedServerError(f"Found no {count} free ports on {host}.")


def _is_free(host: str, port: int) -> bool:
    """Whether the port is free, and also the port that SeaweedFS would also use, for gRPC."""
    with (
        contextlib.suppress(OSError),
        socket.create_server((host, port)),
        socket.create_server((host, port + _DISTANCE_OF_GRPC)),
    ):
        return True
    return False
