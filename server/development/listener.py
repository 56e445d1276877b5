import os
import socket

from server.development.embedded.errors import EmbeddedServerError


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
