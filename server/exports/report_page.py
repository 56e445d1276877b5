"""The HTML of a report, without scripts or network requests."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from models.boards.board_statements import BoardRow
from server.exports.report_figures import Picture, ReportFigures, Sums
from server.exports.report_words import WORDS, day, money
from server.http.templates import render
from server.requests.language import Language

SECURITY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""The Content-Security-Policy of the file, also when it is opened from a disk."""
PICTURES = "<!-- pictures -->"
"""The place of the pictures in the template. Text of users cannot contain this, since it is escaped."""
MOST_ROWS = 20
HEIGHT, WIDTH = 120, 800
"""Of a chart, in its own units."""


class Chart(NamedTuple):
    """A bar for each period, with stacked parts. Screen readers read only `about`."""

    name: str
    about: str
    bars: list[tuple[str, list[dict[str, object]]]]
    """The title of each bar, with the attributes of its rectangles."""


class Table(NamedTuple):
    name: str
    columns: list[str]
    rows: list[tuple[str, list[str]]]


class ReportPage(NamedTuple):
    figures: ReportFigures
    board: BoardRow | None
    """The board of the tasks, if any, as its reader sees it."""
    language: Language
    currency: str
    made_at: datetime

    def say(self, word: str, **values: object) -> str:
        return WORDS[self.language][word].format(**values)

    def html(self, pictures: str | None) -> str:
        """Return the page, with PICTURES below the heading `pictures`, unless that is None."""
        zone, sums = self.figures.zone, self.figures.total
        return render(
            "exports/report_page.html",
            report=self,
            say=self.say,
            security=SECURITY,
            title=self.say("ofBoard", board=self.board.name) if self.board else self.say("title"),
            period=self.period([*self.figures.days]),
            made=self.say("made", time=f"{self.made_at.astimezone(zone):%Y-%m-%d %H:%M}", zone=zone.key),
            totals=self.amounts(sums) | {"tokens": number(sums.tokens), "canceled": number(sums.canceled)},
            pictures=pictures,
            width=WIDTH,
            height=HEIGHT,
        )

    def period(self, days: list[date]) -> str:
        return f"{day(min(days), self.language)} – {day(max(days), self.language)}" if days else ""

    def amounts(self, sums: Sums) -> dict[str, str]:
        """Return the figures of tasks as text, which is empty where a figure is not known."""
        ended = sums.completed + sums.failed
        seconds = f"{sums.milliseconds / sums.timed / 1000:,.1f}" if sums.timed else ""
        return {
            "tasks": f"{sums.tasks:,}",
            "success": f"{sums.completed / ended:.1%}" if ended else "",
            "failed": f"{sums.failed:,}",
            "credits": f"{sums.credits:,}" if self.figures.total.credits else "",
            "cost": money(sums.cost, self.currency) if self.figures.total.cost else "",
            "time": self.say("seconds", value=seconds) if seconds else "",
            "ownRating" if self.board else "rating": f"{sums.stars / sums.rated:.1f}" if sums.rated else "",
        }

    def charts(self) -> Iterator[Chart]:
        yield self.chart(
            "ofTasks", lambda sums: (sums.completed, sums.failed, sums.tasks - sums.completed - sums.failed)
        )
        if self.figures.total.credits:
            yield self.chart("ofCredits", lambda sums: (sums.credits,))
        if self.figures.total.cost:
            yield self.chart("ofCost", lambda sums: (float(sums.cost),))

    def chart(self, name: str, values: Callable[[Sums], tuple[float, ...]]) -> Chart:
        periods = [(start, values(sums)) for start, sums in self.figures.periods()]
        most = max(sum(parts) for _, parts in periods) or 1
        width = WIDTH / len(periods)
        bars = [
            (f"{start}: {sum(parts):,.6g}", rectangles(parts, place * width, width, most))
            for place, (start, parts) in enumerate(periods)
            if any(parts)
        ]
        about = f"{self.period([start for start, _ in periods])} · {self.say('most', value=f'{most:,.6g}')}"
        return Chart(name, about, bars)

    def tables(self) -> Iterator[Table]:
        figures = self.figures
        if self.board and len(figures.members) > 1:
            yield self.table("members", "member", [(self.member(one), sums) for one, sums in figures.members.items()])
        models = [(name or self.say("noModel"), sums) for name, sums in figures.models.items()]
        others = [(self.say("otherModels"), figures.others)] if figures.others.tasks else []
        yield self.table("models", "model", models + others)
        reasons = [(name or self.say("noReason"), sums) for name, sums in figures.reasons.items()]
        if reasons:
            yield self.table("failures", "reason", reasons, ("tasks", "credits", "cost"))

    def member(self, user_id: UUID) -> str:
        """Return `you` for the reader, or else the beginning of the member's id, since members have no names here."""
        return self.say("you") if self.board and user_id == self.board.member_id else str(user_id)[:8]

    def table(self, name: str, of: str, rows: list[tuple[str, Sums]], columns: tuple[str, ...] = ()) -> Table:
        """Return the MOST_ROWS rows with the most tasks, without columns in which no row has a value."""
        shown = sorted(rows, key=lambda row: row[1].tasks, reverse=True)[:MOST_ROWS]
        written = [(title, self.amounts(sums)) for title, sums in shown]
        names = [one for one in columns or written[0][1] if any(amounts[one] for _, amounts in written)]
        return Table(name, [of, *names], [(title, [amounts[one] for one in names]) for title, amounts in written])

    def picture(self, picture: Picture, data: str) -> str:
        facts = (
            self.say("starred") if picture.is_starred else "",
            self.say("stars", rating=picture.rating) if picture.rating else "",
            picture.model,
            day(picture.day, self.language),
        )
        about = " · ".join(filter(None, facts))
        return render("exports/report_picture.html", data=data, prompt=picture.prompt, about=about)


def number(amount: int) -> str:
    return f"{amount:,}" if amount else ""


def rectangles(parts: tuple[float, ...], left: float, width: float, most: float) -> list[dict[str, object]]:
    """Return the attributes of stacked rectangles, one for each part that is not zero."""
    found: list[dict[str, object]] = []
    bottom = float(HEIGHT)
    for kind, part in zip(("good", "bad", "rest"), parts, strict=False):
        if part:
            height = HEIGHT * part / most
            bottom -= height
            place = {"x": left, "y": bottom, "width": width * 0.8, "height": height}
            found.append({"class": kind, **{name: f"{value:.2f}" for name, value in place.items()}})
    return found
