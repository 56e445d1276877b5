"""
The SQL of counting: the texts in templates/ with the lists of totals inserted.

`[[table: item]]` is a list of the table's totals, with an item for each, joined by commas, or by OR in
`[[table OR: item]]`. An item may contain the amount of one task (`{one}`), its expression (`{of_task}`), and the column
of the table (`{column}`) or of the changes (`{change}`). It may also contain the type (`{kind}`), and the type of sums
over all users (`{wide}`). Durations, which are merged instead of added, have the item after `;`, or none. A list that
fills a line is written with one line per item.

`[[by day]]`, `[[by hour]]`, `[[several]]` and `[[usage]]` insert other texts of templates/. `[[changed]]` inserts the
rows that the template counts.
"""

import re
from pathlib import Path
from textwrap import indent as indented

from migrations.derived.layout import filled
from models.statistics.counted import CHANGES, DURATIONS, TOTALS, Total, totals_in

TEMPLATES = Path(__file__).parent / "templates"
LIST = re.compile(r"\[\[(\w+)( OR)?: (.*?)(?:; (.*?))?\]\](?!\])")
PART = re.compile(r"^( *)\[\[(by day|by hour|several|usage|changed)\]\](.*)\n", re.MULTILINE)
OF_ROWS = """\
SELECT {sign} AS sign, task.user_id, task.task_type, counts.*
FROM {rows} AS task, LATERAL task_record.counts_of(task::public.user_task_history) AS counts
"""
NEW, OLD = OF_ROWS.format(sign=1, rows="new_tasks"), OF_ROWS.format(sign=-1, rows="old_tasks")
ALL = OF_ROWS.format(sign=1, rows="public.user_task_history").replace("task::public.user_task_history", "task")
CHANGED = {
    "count_insert": NEW,
    "count_update": f"{NEW}UNION ALL\n{OLD}",
    "count_delete": OLD,
    "computed_usage": ALL,
}
"""The rows that are counted, by the name of the template."""


def item(total: Total, table: str, text: str) -> str:
    names = {"one": total.of_one, "column": total.column(table), "change": total.column(CHANGES)}
    wide = {"integer": "bigint"}.get(total.kind, total.kind)
    for name, value in (names | {"kind": total.kind, "wide": wide, "of_task": total.of_task}).items():
        text = text.replace(f"{{{name}}}", value)
    return text


def items(found: re.Match[str]) -> list[str]:
    table, _, text, of_durations = found.groups()
    totals = TOTALS if table == "counts" else totals_in(table)
    texts = [(total, of_durations if total.kind == DURATIONS else text) for total in totals]
    return [item(total, table, text) for total, text in texts if text]


def with_lists(line: str) -> str:
    indent = len(line) - len(line.lstrip())
    alone = LIST.fullmatch(line.strip().rstrip(",;"))
    if alone:
        end = line.strip()[len(alone[0]) :]
        return ",\n".join(filled(one, indent) for one in items(alone)) + end
    return filled(LIST.sub(lambda found: (f"{found[2]} " if found[2] else ", ").join(items(found)), line), indent)


def with_parts(text: str, changed: str) -> str:
    def part(found: re.Match[str]) -> str:
        indent, name, end = found.groups()
        inner = changed if name == "changed" else (TEMPLATES / f"{name.replace(' ', '_')}.sql").read_text("utf-8")
        return indented(with_parts(inner, changed).rstrip(), indent) + f"{end}\n"

    return PART.sub(part, text)


def counting() -> dict[str, str]:
    """Return the SQL of all templates except those that others insert."""
    return {
        str(path.relative_to(TEMPLATES)): "".join(
            with_lists(line) + "\n" if LIST.search(line) else f"{line}\n"
            for line in with_parts(path.read_text("utf-8"), CHANGED.get(path.stem, "")).splitlines()
        )
        for path in TEMPLATES.rglob("*/*.sql")
    }
