"""A reference implementation of credits in plain Python, which tests compare with PostgreSQL's."""

from dataclasses import dataclass, field


@dataclass(eq=False)
class PlainGrant:
    remaining: int
    expires: float
    """When it expires, as a number that orders grants; infinity: never."""
    goes: str = "available"
    """The account of credits that are released: `expired` after expiry, `issued` after revocation."""


@dataclass(eq=False)
class PlainTask:
    reserved: int
    taken: list[tuple[PlainGrant, int]] = field(default_factory=list)
    """The credits that it holds of each grant."""


@dataclass
class PlainLedger:
    grants: list[PlainGrant] = field(default_factory=list)
    """In the order in which they were given."""
    accounts: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("issued", "available", "held", "spent", "expired", "written_off"), 0)
    )

    def move(self, amount: int, source: str, target: str) -> None:
        self.accounts[source] -= amount
        self.accounts[target] += amount

    @property
    def available(self) -> int:
        return self.accounts["available"]

    def give(self, amount: int, expires: float) -> PlainGrant:
        self.move(amount, "issued", "available")
        self.grants.append(PlainGrant(amount, expires))
        return self.grants[-1]

    def end(self, grant: PlainGrant, goes: str) -> None:
        """End the grant: what remains goes to `expired`, or, if it is revoked, to `issued`."""
        if grant.goes == "issued":
            return
        self.move(grant.remaining, "available", goes)
        grant.remaining, grant.goes = 0, goes

    def take(self, amount: int, target: str) -> list[tuple[PlainGrant, int]]:
        taken: list[tuple[PlainGrant, int]] = []
        for grant in sorted(self.grants, key=lambda grant: grant.expires):
            part = min(amount - sum(part for _, part in taken), grant.remaining)
            grant.remaining -= part
            taken.append((grant, part))
        self.move(amount, "available", target)
        return [(grant, part) for grant, part in taken if part]

    def record(self, reserved: int) -> PlainTask | None:
        """Hold the credits for a new task, and return it; None if too few are available."""
        return PlainTask(reserved, self.take(reserved, "held")) if reserved <= self.available else None

    def release(self, task: PlainTask) -> None:
        for grant, part in task.taken:
            self.move(part, "held", grant.goes)
            grant.remaining += part if grant.goes == "available" else 0
        task.taken = []

    def complete(self, task: PlainTask, cost: int) -> None:
        left = cost
        taken, task.taken = task.taken, []
        for grant, part in taken:
            spent = min(left, part)
            left -= spent
            self.move(spent, "held", "spent")
            task.taken.append((grant, part - spent))
        self.release(task)
        more = min(left, self.available)
        self.take(more, "spent")
        self.move(left - more, "written_off", "spent")
