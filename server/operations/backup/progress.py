import time
from collections.abc import Callable
from dataclasses import dataclass, field

EVERY = 5.0
"""Seconds between lines."""


@dataclass
class Progress:
    """Reports every five seconds how many of `total` are done, and the time left."""

    report: Callable[[str], None]
    what: str
    total: int
    done: int = 0
    size: int = 0
    begun: float = field(default_factory=time.monotonic)
    reported: float = field(default_factory=time.monotonic)

    def add(self, size: int, number: int = 1) -> None:
        """Count a `number` of items as done, of `size` bytes together."""
        self.done += number
        self.size += size
        now = time.monotonic()
        if now - self.reported > EVERY:
            self.reported = now
            left = (now - self.begun) / self.done * (self.total - self.done)
            self.report(
                f"  {self.what} {self.done:,} of {self.total:,}, {self.size / 1e6:,.1f} MB; {left:,.0f} s to go"
            )
