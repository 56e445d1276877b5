import time
from collections.abc import Callable
from dataclasses import dataclass, field

EVERY = 5.0
"""Seconds between lines."""


@dataclass
class Progress:
    """Tells from time to time how many images are done, and at the end of it all."""

    tell: Callable[[str], None]
    what: str
    total: int
    done: int = 0
    size: int = 0
    begun: float = field(default_factory=time.monotonic)
    told: float = field(default_factory=time.monotonic)

    def add(self, size: int) -> None:
        self.done += 1
        self.size += size
        now = time.monotonic()
        if now - self.told > EVERY:
            self.told = now
            left = (now - self.begun) / self.done * (self.total - self.done)
            self.tell(f"  {self.what} {self.done:,} of {self.total:,}, {self.size / 1e6:,.1f} MB; {left:,.0f} s to go")
