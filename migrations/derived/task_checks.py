"""The triggers that prevent users who bypass the server from writing columns that only the server may write."""

from models.tasks.task_row import ALWAYS, RULES
from models.tasks.task_table import COLUMNS

RECORDED = """\
-- Prevents users who bypass the server from recording a task with another time, or with an object of another task:
-- administrators could not read tasks of other years, and jobs could not update them. Back ends and the owner are not
-- checked.
CREATE OR REPLACE FUNCTION task_record.check_recorded() RETURNS trigger
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF {written}
  THEN
    PERFORM task_record.refuse('a task is recorded now');
  END IF;
  IF {named}
  THEN
    PERFORM task_record.refuse('a task names no object but its own');
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER check_recorded AFTER INSERT ON public.user_task_history FOR EACH ROW
  WHEN (current_user = 'authenticated') EXECUTE FUNCTION task_record.check_recorded();
"""
CHANGED = """\
-- Prevents users from ending or deleting a task that only a back end ends, and users who bypass the server from
-- changing the cost of an ended task, a task's times, deadline or held credits, or naming an object of another task.
-- Objects that rows of the original design name may stay. A task that failed by its deadline may be completed for 24
-- hours. `OLD` is the current row, with concurrent changes: a user's statement that waited for a back end to start the
-- task finds it started.
CREATE OR REPLACE FUNCTION task_record.check_changed() RETURNS trigger
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF OLD.only_service_ends
    AND (NEW.status <> OLD.status OR (NEW.deleted_at IS NOT NULL AND OLD.status IN ('pending', 'processing')))
  THEN
    RAISE EXCEPTION USING ERRCODE = 'TR009', MESSAGE = 'only a back end starts and ends this task', DETAIL = OLD.id;
  END IF;
  IF {written}
    OR (OLD.status NOT IN ('pending', 'processing')
      AND ({final})
      AND NOT (NEW.status = 'completed' AND task_record.may_be_late(OLD.failure_code, OLD.completed_at)))
  THEN
    PERFORM task_record.refuse('what a task cost, and when it was, is not changed');
  END IF;
  IF {named}
  THEN
    PERFORM task_record.refuse('a task names no object but its own');
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER check_changed AFTER UPDATE ON public.user_task_history FOR EACH ROW
  WHEN (current_user = 'authenticated') EXECUTE FUNCTION task_record.check_changed();
"""
NEXT_LINE = "\n      "


def refused(*, named: bool) -> str:
    """Return the condition that rejects a new task; with `named`, because of an object that it names."""
    rules_of = [(name, rules.refused) for name, rules in RULES.items() if (rules.part == "images") is named]
    conditions = [condition.replace("{}", name) for name, condition in rules_of if condition]
    return any_of([f"({one})" if " AND " in one else one for one in conditions])


def refused_changes(*, named: bool) -> str:
    """Return the condition that rejects a change of a task, with `named` as for `refused`."""
    found = []
    for name, rules in RULES.items():
        condition = rules.refused_change or rules.refused
        if condition is None or (rules.part == "images") is not named:
            continue
        special = f"({condition})" if " OR " in condition else condition
        both = f"({changes(name)}{NEXT_LINE if named else ' '}AND {special})"
        found.append(changes(name) if condition == ALWAYS else both.replace("{}", name))
    return any_of(found)


def changes(name: str) -> str:
    return f"NEW.{name} {'IS DISTINCT FROM' if COLUMNS[name].nullable else '<>'} OLD.{name}"


def any_of(conditions: list[str], indentation: int = 4) -> str:
    return f"\n{' ' * indentation}OR ".join(conditions)


def task_checks() -> dict[str, str]:
    final = any_of([changes(name) for name, rules in RULES.items() if rules.final], 8)
    return {
        "tasks/check_recorded.sql": RECORDED.format(written=refused(named=False), named=refused(named=True)),
        "tasks/check_changed.sql": CHANGED.format(
            written=refused_changes(named=False), named=refused_changes(named=True), final=final
        ),
    }
