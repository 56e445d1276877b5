"""`./run dev`: runs everything in one process and its children."""

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
    Run everything until SIGINT or SIGTERM. Raise EmbeddedServerError when the port is taken, the data directory cannot
    be made, or one of the servers does not start.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    sys.unraisablehook = _report
    directory = data_directory(wanted_data)
    if directory != wanted_data.absolute():
        logger.warning("The servers' account cannot reach %s: the data are in %s.", wanted_data, directory)
    make_data_directory(directory)
    with (
        suppress(KeyboardInterrupt),  # an orderly end, no failure
        closing(listen(host, port)) as listener,
        build_page(directory / "page.log") as build,
        ExitStack() as running,
    ):
        if build.is_running:
            logger.info("Building the page, once; %s tells how far it is…", build.log)
        servers = EmbeddedServers(directory)
        running.callback(servers.stop)
        if not (directory / "postgres").exists():
            logger.info("Making a database and an object storage…")
        servers.start()
        # Imported while the servers start, as each of the two takes a second.
        from server.development.development_server import serve

        servers.wait_until_ready()
        raise_again()
        serve(listener, host, servers, build, directory)


def _stop(number: int, frame: FrameType | None) -> None:
    """Handle a signal: raise KeyboardInterrupt for an orderly end, which further signals do not interrupt."""
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt


def _report(unraisable: "sys.UnraisableHookArgs") -> None:
    """Report an exception that cannot be raised, except a KeyboardInterrupt, as may come while a process is forked."""
    if unraisable.exc_type is not KeyboardInterrupt:
        sys.__unraisablehook__(unraisable)


def raise_again() -> None:
    """
    Raise KeyboardInterrupt again if a signal has come: some libraries catch everything while they are imported, and in
    some places none can be raised.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        raise KeyboardInterrupt


def listen(host: str, port: int) -> socket.socket:
    """
    Return a socket that listens. Raise EmbeddedServerError when it cannot, as when the port is taken. `./run dev` calls
    this first, so that a taken port is reported at once, and early clients wait instead of failing.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        # For some errors Python's own text is longer.
        reason = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror
        raise EmbeddedServerError(f"Cannot listen on {host}:{port}: {reason}.") from None
