"""`./run dev`: runs everything in one process and its children."""

import logging
from contextlib import ExitStack, closing, suppress
from pathlib import Path

from server.development.building.build import build_page
from server.development.embedded.directories import data_directory, make_data_directory
from server.development.embedded.embedded_servers import EmbeddedServers
from server.development.own_process import interrupt_once, raise_again, set_own_environment
from server.development.running.running_data import marked_as_running
from server.development.sockets import listen

logger = logging.getLogger(__name__)


def launch(host: str, port: int, wanted_data: Path) -> None:
    """
    Run everything until SIGINT or SIGTERM. Raise EmbeddedServerError when the port is taken, the data directory cannot
    be created, or a server does not start.
    """
    interrupt_once()
    set_own_environment()
    directory = data_directory(wanted_data)
    if directory != wanted_data.absolute():
        logger.warning("The servers' account cannot reach %s, so the data is in %s.", wanted_data, directory)
    make_data_directory(directory)
    with (
        suppress(KeyboardInterrupt),  # an orderly end, no failure
        closing(listen(host, port)) as listener,
        build_page(directory / "page.log") as build,
        ExitStack() as running,
    ):
        if build.is_running:
            logger.info("Building the page, once; its output is in %s…", build.log)
        servers = EmbeddedServers(directory)
        running.callback(servers.stop)
        if not (directory / "postgres").exists():
            logger.info("Creating a database and an object storage…")
        servers.start()
        running.enter_context(marked_as_running(directory))
        # Imported while the servers start, since each takes a second.
        from server.development.development_server import serve

        servers.wait_until_ready()
        raise_again()
        serve(listener, host, servers, build, directory)
