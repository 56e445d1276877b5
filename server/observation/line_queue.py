import asyncio
import select
from typing import BinaryIO

FLUSH_SECONDS = 0.02
"""Seconds for which lines wait, to be written together. A killed process loses the lines of this time."""


class LineQueue:
    """
    The logger that receives structlog's encoded lines. Within an event loop it writes them together, since each write
    takes a tenth of a request's time. Warnings and errors are written immediately, after all earlier lines.
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
        """Write all lines, in pieces that a pipe takes as a whole, since several processes may write to it."""
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
