from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Options:
    """The options of `python -m benchmarks`, which its `--help` explains."""

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
