"""The figures of a report, which are summed while tasks are read, in bounded memory."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from heapq import heappush, heappushpop
from uuid import UUID
from zoneinfo import ZoneInfo

from models.exports.export_statements import ExportedTask
from models.tasks.task import TaskStatus
from resolvers.images.recorded_image import RecordedImage, images_of

MAX_NAMES = 1_000
"""Models, or reasons of failures, that are counted separately. All others are counted together."""
MAX_PICTURES = 24
MOST_DAYS, MOST_WEEKS = 62, 430
"""The longest charts, in days, with a bar for each day, or for each week."""


@dataclass
class Sums:
    """The sums of some tasks, for each figure of a report."""

    tasks: int = 0
    completed: int = 0
    failed: int = 0
    canceled: int = 0
    credits: int = 0
    tokens: int = 0
    cost: Decimal = Decimal(0)
    milliseconds: int = 0
    timed: int = 0
    stars: int = 0
    rated: int = 0

    def add(self, task: ExportedTask) -> None:
        self.tasks += 1
        self.completed += task.status == TaskStatus.COMPLETED
        self.failed += task.status == TaskStatus.FAILED
        self.canceled += task.status == TaskStatus.CANCELED
        self.credits += task.credits_deducted
        self.tokens += task.tokens_used
        self.cost += task.cost or 0
        if task.status == TaskStatus.COMPLETED and task.generation_time_ms is not None:
            self.milliseconds += task.generation_time_ms
            self.timed += 1
        if task.rating is not None:
            self.stars += task.rating
            self.rated += 1

    def join(self, other: "Sums") -> None:
        for name in self.__dataclass_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(frozen=True)
class Picture:
    """A result in a report. Starred ones are greatest, then the best rated, then the newest."""

    rank: tuple[bool, int, str, str]
    image: RecordedImage
    prompt: str
    model: str | None
    day: date

    @property
    def is_starred(self) -> bool:
        return self.rank[0]

    @property
    def rating(self) -> int:
        """1 to 5, or 0 if it is not rated."""
        return self.rank[1]

    def __lt__(self, other: "Picture") -> bool:
        return self.rank < other.rank


@dataclass
class ReportFigures:
    """The sums of all tasks, and by day in the zone, model, reason and user, and the pictures to show."""

    zone: ZoneInfo
    total: Sums = field(default_factory=Sums)
    days: dict[date, Sums] = field(default_factory=lambda: defaultdict(Sums))
    models: dict[str | None, Sums] = field(default_factory=lambda: defaultdict(Sums))
    reasons: dict[str | None, Sums] = field(default_factory=lambda: defaultdict(Sums))
    members: dict[UUID, Sums] = field(default_factory=lambda: defaultdict(Sums))
    """The users of the tasks: one, or the members of a board."""
    others: Sums = field(default_factory=Sums)
    """The tasks of models beyond MAX_NAMES."""
    pictures: list[Picture] = field(default_factory=list)
    """A heap of MAX_PICTURES at most."""

    def add(self, tasks: Iterable[ExportedTask]) -> None:
        for task in tasks:
            day = task.created_at.astimezone(self.zone).date()
            self.total.add(task)
            self.days[day].add(task)
            self.members[task.user_id].add(task)
            named = task.model_version in self.models or len(self.models) < MAX_NAMES
            (self.models[task.model_version] if named else self.others).add(task)
            if task.status == TaskStatus.FAILED:
                reason = task.failure_code or (task.error_message or "")[:200] or None
                self.reasons[reason if reason in self.reasons or len(self.reasons) < MAX_NAMES else None].add(task)
            self.look_at(task, day)

    def look_at(self, task: ExportedTask, day: date) -> None:
        """Retain the task's first result if it is among the best."""
        image = next(iter(images_of(task)), None) if task.status == TaskStatus.COMPLETED else None
        if image is None or image.key is None or image.thumb_hash is None or task.images_removed_at:
            return
        rank = (task.starred_at is not None, task.rating or 0, task.created_at.isoformat(), str(task.id))
        picture = Picture(rank, image, task.prompt[:300], task.model_version, day)
        if len(self.pictures) < MAX_PICTURES:
            heappush(self.pictures, picture)
        else:
            heappushpop(self.pictures, picture)

    def best(self) -> list[Picture]:
        """Return the pictures, best first: those that are starred or rated, or else the newest."""
        ranked = sorted(self.pictures, reverse=True)
        return [one for one in ranked if one.is_starred or one.rating] or ranked

    def periods(self) -> list[tuple[date, Sums]]:
        """Return the sums of each day, week or month from the first task to the last."""
        if not self.days:
            return []
        first, last = min(self.days), max(self.days)
        sums: dict[date, Sums] = {}
        day = first
        while day <= last:
            of_period = sums.setdefault(start_of(day, (last - first).days), Sums())
            if day in self.days:
                of_period.join(self.days[day])
            day += timedelta(days=1)
        return list(sums.items())


def start_of(day: date, span: int) -> date:
    """Return the first day of the period that contains `day`, in a chart of so many days."""
    if span <= MOST_DAYS:
        return day
    return day - timedelta(days=day.weekday()) if span <= MOST_WEEKS else day.replace(day=1)
