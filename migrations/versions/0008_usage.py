"""What each user used, by day, model, type of task and hour, kept by triggers as the totals are."""

from migrations.sql import execute, readable, text_of
from migrations.transitions import CHANGES, TRANSITION_TABLES

revision = "0008"
down_revision = "0007"

KEY = ("user_id", "hour", "day", "model_version", "task_type")
SUMS = ("total_tasks", "successful_tasks", "failed_tasks", "tokens_used", "credits_deducted")
LOCK = "pg_advisory_xact_lock(hashtext('task_record usage_models'), hashtext(user_id::text))"
DIFFERS = " OR ".join(f"{column} <> 0" for column in SUMS) + " OR durations <> '{}'"
NAMED_TASKS = """
SELECT user_id, (created_at AT TIME ZONE task_record.time_zone())::date AS day, model_version
FROM {tasks} WHERE model_version <> ''"""


def merged(durations: str) -> str:
    """Of `durations`, each the count of a bucket plus the bucket times 2^32, one for each bucket."""
    return text_of("0008/merged.sql").replace("{durations}", durations)


def usage(changes: str) -> str:
    """`changes`: rows of user_task_history, each with a `sign`: 1 where it counts, -1 where it no longer does."""
    return text_of("0008/usage.sql").replace("{changes}", changes)


def changed_usage(changes: str) -> str:
    """In one order for every writer. What a task used is rarely more than one duration, which needs no merging."""
    durations = f"CASE WHEN cardinality(durations) > 1 THEN {merged('durations')} ELSE coalesce(durations, '{{}}') END"
    columns = ", ".join([*KEY, *SUMS])
    return f"""
    SELECT * FROM (SELECT {columns}, {durations} AS durations FROM ({usage(changes)}) AS usage) AS usage
    WHERE {DIFFERS} ORDER BY {", ".join(KEY)}"""


def added(to: str) -> str:
    """The assignments that add `excluded` or the like to the row `kept`."""
    return f"""{", ".join(f"{column} = kept.{column} + {to}.{column}" for column in SUMS)},
      durations = CASE
        WHEN {to}.durations = '{{}}' THEN kept.durations ELSE {merged(f"(kept.durations || {to}.durations)")}
      END"""


def upsert(rows: str) -> str:
    return f"""
    INSERT INTO task_record.user_task_usage AS kept ({", ".join(KEY)}, {", ".join(SUMS)}, durations)
    {rows} ON CONFLICT ({", ".join(KEY)}) DO UPDATE SET {added("excluded")};"""


def subtract(changes: str) -> str:
    """Rows go when their user goes, what is counted with them: what is gone already must not be made anew."""
    same = " AND ".join(f"kept.{column} = gone.{column}" for column in KEY)
    return f"""
    WITH gone AS (
      SELECT usage.* FROM ({changed_usage(changes)}) AS usage
      JOIN task_record.user_task_usage AS kept USING ({", ".join(KEY)})
      ORDER BY {", ".join(KEY)} FOR UPDATE OF kept
    )
    UPDATE task_record.user_task_usage AS kept SET {added("gone")} FROM gone WHERE {same};"""


def named(tasks: str) -> str:
    """`tasks`: a user, a day and a model each, of users who are locked: no two may count names at once."""
    return text_of("0008/name_models.sql").replace("{tasks}", tasks)


def name_models() -> str:
    """Most tasks name a model that was named that day: then nothing is locked or written."""
    tasks = NAMED_TASKS.format(tasks="new_tasks")
    return f"""
    IF EXISTS (
      SELECT FROM ({tasks}) AS task WHERE (
        SELECT true FROM task_record.usage_models AS named
        WHERE named.user_id = task.user_id AND named.day = task.day AND named.model_version = task.model_version
      ) IS NULL
    ) THEN
      PERFORM {LOCK} FROM (SELECT DISTINCT user_id FROM new_tasks ORDER BY user_id) AS task;
      {named(tasks)}
    END IF;"""


def keep_usage(operation: str) -> str:
    """A trigger whose name comes after `count_…`: whoever locks totals and usage locks totals first."""
    name = f"count_usage_of_{operation.lower()}"
    changes = CHANGES[operation]
    names = "" if operation == "DELETE" else name_models()
    apply = subtract(changes) if operation == "DELETE" else upsert(changed_usage(changes))
    return f"""
    CREATE FUNCTION task_record.{name}() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
    BEGIN {names} {apply} RETURN NULL; END $$;
    CREATE TRIGGER {name} AFTER {operation} ON user_task_history
      REFERENCING {TRANSITION_TABLES[operation]} FOR EACH STATEMENT EXECUTE FUNCTION task_record.{name}();
    """


def drifted_usage() -> str:
    """Of all that is not what the tasks add up to, how much it lacks. As a sum, so that one user's alone is read."""
    tasks = usage("SELECT 1 AS sign, * FROM public.user_task_history")
    negated = "ARRAY(SELECT ((duration + 2147483648) >> 32 << 33) - duration FROM unnest(kept) AS duration)"
    return f"""
    CREATE VIEW task_record.computed_usage AS
    SELECT {", ".join([*KEY, *SUMS])}, {merged("durations")} AS durations FROM ({tasks}) AS usage;
    CREATE VIEW task_record.drifted_usage AS
    SELECT * FROM (
      SELECT {", ".join([*KEY, *SUMS])},
        CASE WHEN computed = kept THEN '{{}}' ELSE {merged(f"(computed || {negated})")} END AS durations
      FROM (
        SELECT {", ".join(KEY)}, {", ".join(f"sum({column}) AS {column}" for column in SUMS)},
          max(durations) FILTER (WHERE NOT is_kept) AS computed, max(durations) FILTER (WHERE is_kept) AS kept
        FROM (
          SELECT {", ".join([*KEY, *SUMS])}, durations, false AS is_kept FROM task_record.computed_usage
          UNION ALL
          SELECT {", ".join(KEY)}, {", ".join(f"-{column}" for column in SUMS)}, durations, true
          FROM task_record.user_task_usage
        ) AS usage GROUP BY {", ".join(KEY)}
      ) AS difference
    ) AS difference WHERE {DIFFERS};
    """


def mend_usage() -> str:
    """
    As `mend_statistics` does. Names come first, and in a transaction of their own: what is counted under a name is told
    from those that are committed, and while they are given the user's writers wait.
    """
    lacking = f"""
      SELECT {", ".join([*KEY, *SUMS])}, durations FROM task_record.drifted_usage WHERE user_id = of_user
      ORDER BY {", ".join(KEY)}"""
    names = "SELECT of_user AS user_id, * FROM unnest(days, models) AS task (day, model_version)"
    return (
        text_of("0008/mend_usage.sql")
        .replace("{tasks}", NAMED_TASKS.format(tasks="public.user_task_history"))
        .replace("{names}", named(names))
        .replace("{lock}", LOCK.replace("user_id", "of_user"))
        .replace("{upsert}", upsert(lacking))
    )


def upgrade() -> None:
    execute(
        text_of("lock_tasks.sql")
        + text_of("0008/user_task_usage.sql")
        + readable("task_record.user_task_usage", "task_record.usage_models")
        + "".join(keep_usage(operation) for operation in CHANGES)
        + drifted_usage()
        + mend_usage()
    )
