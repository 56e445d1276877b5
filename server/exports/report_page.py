"""The HTML of a report, in pieces. All text of users is escaped, and nothing in it asks for the network or runs."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from html import escape
from typing import NamedTuple
from uuid import UUID

from models.boards.board_statements import BoardRow
from server.exports.report_figures import Picture, ReportFigures, Sums
from server.exports.report_words import WORDS, day, money
from server.requests.language import Language

SECURITY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""The Content-Security-Policy of the file, also where it is opened from a disk."""
MOST_ROWS = 20
STYLE = """
:root { color-scheme: light dark; --text: light-dark(#171a23, #eceef4); --muted: light-dark(#5a6072, #a5abbd);
  --line: light-dark(#dfe2ea, #333849); --good: light-dark(#3449d9, #91a2ff); --bad: light-dark(#c22f3d, #ff8f98) }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: var(--text);
  background: light-dark(#fff, #0f1117); font: 1rem/1.5 system-ui, "PingFang SC", "Microsoft YaHei", sans-serif }
h1 { margin: 0; font-size: 1.75rem } h2 { margin: 2.5rem 0 .75rem; font-size: 1.2rem }
p { margin: .25rem 0; color: var(--muted) }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr)); gap: .75rem; margin: 1.5rem 0 0 }
dl div { padding: .75rem; border: 1px solid var(--line); border-radius: .5rem }
dt { color: var(--muted); font-size: .875rem } dd { margin: 0; font-size: 1.35rem; overflow-wrap: anywhere }
svg { display: block; width: 100%; height: 10rem }
.good { fill: var(--good); color: var(--good) } .bad { fill: var(--bad); color: var(--bad) }
.rest { fill: var(--muted); color: var(--muted) }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums }
th, td { padding: .35rem .5rem .35rem 0; border-bottom: 1px solid var(--line); text-align: end; font-weight: 400 }
th:first-child { text-align: start; overflow-wrap: anywhere } thead th { color: var(--muted); font-size: .875rem }
.scroll { overflow-x: auto }
.pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); gap: 1rem }
figure { margin: 0; break-inside: avoid } figcaption { font-size: .875rem; overflow-wrap: anywhere }
.pictures img { width: 100%; aspect-ratio: 1; object-fit: contain; border-radius: .5rem; background: var(--line) }
small { color: var(--muted) }
@media print { :root { color-scheme: only light } body { margin: 0; max-width: none } h2 { break-after: avoid }
  dl div, tr, svg { break-inside: avoid } .pictures { grid-template-columns: repeat(4, 1fr) } }
"""
HEIGHT, WIDTH = 120, 800
"""Of a chart, in its own units."""


class ReportPage(NamedTuple):
    """What the whole page needs to know."""

    figures: ReportFigures
    board: BoardRow | None
    """The board that it is of, as its reader sees it."""
    language: Language
    currency: str
    made_at: datetime

    def say(self, word: str, **values: object) -> str:
        return escape(WORDS[self.language][word].format(**values))

    def top(self) -> Iterator[str]:
        """Yield everything before the pictures."""
        title = self.say("ofBoard", board=self.board.name) if self.board else self.say("title")
        yield (
            f'<!doctype html><html lang="{self.language}"><head><meta charset="utf-8">'
            f'<meta http-equiv="Content-Security-Policy" content="{SECURITY}">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>{title}</title><style>{STYLE}</style></head><body><main><h1>{title}</h1>"
        )
        zone = self.figures.zone
        made = self.say("made", time=f"{self.made_at.astimezone(zone):%Y-%m-%d %H:%M}", zone=zone.key)
        if not self.figures.days:
            yield f"<p>{self.say('none')}</p><p>{made}</p>"
            return
        first, last = (day(one, self.language) for one in (min(self.figures.days), max(self.figures.days)))
        yield f"<p>{first} – {last}</p><p>{made}</p>"
        yield self.totals(self.figures.total)
        yield from self.charts()
        yield from self.tables()

    def totals(self, sums: Sums) -> str:
        named = self.amounts(sums) | {
            "tokens": f"{sums.tokens:,}" if sums.tokens else "",
            "canceled": f"{sums.canceled:,}" if sums.canceled else "",
        }
        cards = (f"<div><dt>{self.say(name)}</dt><dd>{value}</dd></div>" for name, value in named.items() if value)
        return f"<dl>{''.join(cards)}</dl>"

    def amounts(self, sums: Sums) -> dict[str, str]:
        """The figures of tasks as they are written; empty where there is nothing to say."""
        ended = sums.completed + sums.failed
        seconds = f"{sums.milliseconds / sums.timed / 1000:,.1f}" if sums.timed else ""
        return {
            "tasks": f"{sums.tasks:,}",
            "success": f"{sums.completed / ended:.1%}" if ended else "",
            "failed": f"{sums.failed:,}",
            "credits": f"{sums.credits:,}" if self.figures.total.credits else "",
            "cost": money(sums.cost, escape(self.currency)) if self.figures.total.cost else "",
            "time": self.say("seconds", value=seconds) if seconds else "",
            "ownRating" if self.board else "rating": f"{sums.stars / sums.rated:.1f}" if sums.rated else "",
        }

    def charts(self) -> Iterator[str]:
        yield self.chart(
            "ofTasks", lambda sums: (sums.completed, sums.failed, sums.tasks - sums.completed - sums.failed)
        )
        if self.figures.total.credits:
            yield self.chart("ofCredits", lambda sums: (sums.credits,))
        if self.figures.total.cost:
            yield self.chart("ofCost", lambda sums: (float(sums.cost),))

    def chart(self, name: str, values: Callable[[Sums], tuple[float, ...]]) -> str:
        """A bar for each period, with its parts above each other; screen readers read the highest alone."""
        periods = [(start, values(sums)) for start, sums in self.figures.periods()]
        most = max(sum(parts) for _, parts in periods) or 1
        width = WIDTH / len(periods)
        bars = "".join(bar(start, parts, place * width, width, most) for place, (start, parts) in enumerate(periods))
        first, last = (day(periods[place][0], self.language) for place in (0, -1))
        about = f"{first} – {last} · {self.say('most', value=f'{most:,.6g}')}"
        return (
            f"<section><h2>{self.say(name)}</h2>"
            f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none" role="img" '
            f'aria-label="{self.say(name)}: {about}">{bars}</svg>'
            f"<p>{about}{self.legend() if name == 'ofTasks' else ''}</p></section>"
        )

    def legend(self) -> str:
        kinds = (("good", "completed"), ("bad", "failed"), ("rest", "other"))
        return "".join(f' · <span class="{kind}">■</span> {self.say(word)}' for kind, word in kinds)

    def tables(self) -> Iterator[str]:
        if self.board and len(self.figures.members) > 1:
            members = self.figures.members.items()
            yield self.table("members", "member", [(self.member(user_id), sums) for user_id, sums in members])
        models = self.figures.models.items()
        rows = [(escape(name) if name else self.say("noModel"), sums) for name, sums in models]
        if self.figures.others.tasks:
            rows.append((self.say("otherModels"), self.figures.others))
        yield self.table("models", "model", rows)
        reasons = [
            (escape(name) if name else self.say("noReason"), sums) for name, sums in self.figures.reasons.items()
        ]
        if reasons:
            yield self.table("failures", "reason", reasons, ("tasks", "credits", "cost"))

    def member(self, user_id: UUID) -> str:
        """What tells a member apart: there are no names here, but for the reader."""
        return self.say("you") if self.board and user_id == self.board.member_id else str(user_id)[:8]

    def table(self, name: str, of: str, rows: list[tuple[str, Sums]], columns: tuple[str, ...] = ()) -> str:
        """The MOST_ROWS rows of most tasks, with those of the columns, by default all, that have something to say."""
        shown = sorted(rows, key=lambda row: row[1].tasks, reverse=True)[:MOST_ROWS]
        written = [(title, self.amounts(sums)) for title, sums in shown]
        names = columns or tuple(written[0][1])
        names = tuple(one for one in names if any(amounts[one] for _, amounts in written))
        head = "".join(f'<th scope="col">{self.say(one)}</th>' for one in (of, *names))
        body = "".join(
            f'<tr><th scope="row"><bdi>{title}</bdi></th>{"".join(f"<td>{amounts[one]}</td>" for one in names)}</tr>'
            for title, amounts in written
        )
        return (
            f'<section><h2>{self.say(name)}</h2><div class="scroll"><table><thead><tr>{head}</tr></thead>'
            f"<tbody>{body}</tbody></table></div></section>"
        )

    def picture(self, picture: Picture, data: str) -> str:
        facts = (
            self.say("starred") if picture.is_starred else "",
            self.say("stars", rating=picture.rating) if picture.rating else "",
            escape(picture.model or ""),
            day(picture.day, self.language),
        )
        about = " · ".join(filter(None, facts))
        return (
            f'<figure><img alt="" src="data:image/webp;base64,{data}">'
            f'<figcaption dir="auto">{escape(picture.prompt)}<br><small>{about}</small></figcaption></figure>'
        )


def bar(start: date, parts: tuple[float, ...], left: float, width: float, most: float) -> str:
    pieces, bottom = [], float(HEIGHT)
    for kind, part in zip(("good", "bad", "rest"), parts, strict=False):
        if part:
            height = HEIGHT * part / most
            bottom -= height
            place = f'x="{left:.2f}" y="{bottom:.2f}" width="{width * 0.8:.2f}" height="{height:.2f}"'
            pieces.append(f'<rect class="{kind}" {place}/>')
    return f"<g><title>{start}: {sum(parts):,.6g}</title>{''.join(pieces)}</g>" if pieces else ""
