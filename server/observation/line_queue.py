import asyncio
import select
from typing import BinaryIO

FLUSH_SECONDS = 0.02
"""Seconds for which lines wait for others, to be written with them. A process that is killed loses as many."""


class LineQueue:
    """
    The logger that structlog hands its lines to, encoded. Within an event loop they are written together, since each
    write takes as long as a tenth of a request; warnings and errors at once, after all that came before them.
    """

    stream: BinaryIO

    def __init__(self) -> None:
        self.lines: list[bytes] = []

    def info(self, line: bytes) -> None:
        self.lines.append(line)
        if len(self.lines) == 1:
            try:
                asyncio.get_running_loop().call_later(FLUSH_SECONDS, self.flush)
            except RuntimeError:  # there is no loop
                self.flush()

    debug = info

    def warning(self, line: bytes) -> None:
        self.lines.append(line)
        self.flush()

    error = exception = critical = warning

    def flush(self) -> None:
        """Write all lines, in pieces that a pipe takes as a whole: several processes may write to it."""
        lines, self.lines = self.lines, []
        piece = b""
        for line in lines:
            if piece and len(piece) + len(line) >= select.PIPE_BUF:
                self.stream.write(piece)
                self.stream.flush()
                piece = b""
            piece += line + b"\n"
        self.stream.write(piece)
        self.stream.flush()


LINES = LineQueue()
"""The queue of this process."""
