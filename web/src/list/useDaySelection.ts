import { useApolloClient } from "@apollo/client/react";
import type { DateTimeRange, TaskFilter } from "@task-record/client/schema.generated";
import { dateIn, instantsOf } from "../calendar/calendar";
import { useErrorText } from "../connection/useErrorText";
import { batchesOf } from "../deletion/batchesOf";
import type { useSelection } from "../deletion/useSelection";
import { useNotify } from "../ui/Notifications";
import type { useTaskPages } from "./useTaskPages";

/**
 * Returns a function that selects or deselects the tasks of a day: the loaded ones at once, the others once the server
 * has returned their ids.
 */
export function useDaySelection(
  where: TaskFilter,
  list: ReturnType<typeof useTaskPages>,
  mark: ReturnType<typeof useSelection>["mark"],
) {
  const client = useApolloClient();
  const errorText = useErrorText();
  const notify = useNotify();

  return async (date: number, from: number, to: number, on: boolean) => {
    mark(
      list.tasks.slice(from, to).map(({ id }) => id),
      on,
    );
    const isWhole = (from > 0 || list.fromNewest) && (to < list.tasks.length || !list.hasNextPage);
    if (isWhole) return;
    const createdAt = within(where.createdAt ?? {}, rangeOf(date));
    try {
      const day = { where: { ...where, createdAt }, at: new Date().toISOString(), except: new Set<string>() };
      for await (const tasks of batchesOf(client, day))
        mark(
          tasks.map(({ id }) => id),
          on,
        );
    } catch (error) {
      notify(errorText(error), "error");
    }
  };
}

/** The range of a date, in days since 1970, in the reader's time zone. */
function rangeOf(date: number): Required<DateTimeRange> {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const day = dateIn("UTC", date * 86_400_000);
  return instantsOf(day, day, timeZone);
}

/** The intersection of both ranges. */
function within({ gte, lt }: DateTimeRange, day: Required<DateTimeRange>): DateTimeRange {
  return {
    gte: gte && day.gte && gte > day.gte ? gte : day.gte,
    lt: lt && day.lt && lt < day.lt ? lt : day.lt,
  };
}
