"""`./run dev`: everything in one process and its children."""

import logging
import os
import signal
import socket
import sys
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from types import FrameType

from server.development.building.page_build import build_page
from server.development.embedded.directories import data_directory, make_data_directory
from server.development.embedded.embedded_servers import EmbeddedServers
from server.development.embedded.errors import EmbeddedServerError

logger = logging.getLogger(__name__)


def launch(host: str, port: int, wanted_data: Path) -> None:
    """
    Run everything until SIGINT or SIGTERM. EmbeddedServerError when something that it needs cannot be had: the port,
    the data directory, one of the servers.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    sys.unraisablehook = _report
    directory = data_directory(wanted_data)
    if directory != wanted_data.absolute():
        logger.warning("The servers' account cannot reach %s: the data are in %s.", wanted_data, directory)
    make_data_directory(directory)
    with (
        suppress(KeyboardInterrupt),  # asked for, no failure
        closing(listen(host, port)) as listener,
        build_page(directory / "page.log") as build,
        ExitStack() as running,
    ):
        if build.is_running:
            logger.warning("Building the page, once; %s tells how far it is…", build.log)
        servers = EmbeddedServers(directory)
        running.callback(servers.stop)
        if not (directory / "postgres").exists():
            logger.warning("Making a database and an object storage…")
        servers.start()
        # Imported while the servers start: both take a second.
        from server.development.development_server import serve

        servers.wait_until_ready()
        raise_again()
        serve(listener, host, servers, build, directory)


def _stop(number: int, frame: FrameType | None) -> None:
    """End it in an orderly way, which takes a second or two; asked again meanwhile, go on with that."""
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt


def _report(unraisable: "sys.UnraisableHookArgs") -> None:
    """Say nothing of a KeyboardInterrupt that came where none can be raised, as while a process is forked."""
    if unraisable.exc_type is not KeyboardInterrupt:
        sys.__unraisablehook__(unraisable)


def raise_again() -> None:
    """
    KeyboardInterrupt once more after a signal: some libraries catch everything while they are imported, and some code
    cannot raise anything.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        raise KeyboardInterrupt


def listen(host: str, port: int) -> socket.socket:
    """
    A socket that listens; EmbeddedServerError when it cannot. `./run dev` calls it first of all: that a port is taken
    is known at once, and early callers wait instead of failing.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        # Python words some of them anew, at length.
        reason = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror
        raise EmbeddedServerError(f"Cannot listen on {host}:{port}: {reason}.") from None
