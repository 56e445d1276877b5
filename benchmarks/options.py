from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Options:
    """What is measured, and for how long."""

    sections: list[str]
    contenders: list[str]
    only: list[str] | None
    tasks: int
    sizes: list[int]
    subscriptions: int
    uploads: int
    attack_seconds: int
    rounds: int
    seconds: int
    data: Path
    results: Path
