import { skipToken, useQuery } from "@apollo/client/react";
import type { TaskFilter } from "@task-record/client/schema.generated";
import { useMemo } from "react";
import { addDays } from "../calendar/calendar";
import { type Month, monthsOf } from "./months";
import { TimelineEndDocument } from "./TimelineEnd.generated";
import { TimelineMonthsDocument } from "./TimelineMonths.generated";

/** The months from the oldest to the newest task within the filter's dates. They count all tasks, also unfiltered ones. */
export function useMonths({ createdAt }: TaskFilter): Month[] {
  const { data: end } = useQuery(TimelineEndDocument, {
    variables: { where: createdAt ? { createdAt } : {} },
  });
  const oldest = end?.tasks.nodes[0]?.createdAt;
  const until = createdAt?.lt;
  const variables = useMemo(() => {
    if (!oldest) return undefined;
    // The server's date may be a day earlier or later.
    const from = addDays(oldest, -1).replace(/\d\d$/, "01");
    return { from, to: addDays(until ?? new Date().toISOString(), 2) };
  }, [oldest, until]);
  const { data } = useQuery(TimelineMonthsDocument, variables ? { variables } : skipToken);
  return useMemo(
    () => monthsOf(data?.statisticsHistory ?? [], oldest ? Date.parse(oldest) : 0),
    [data, oldest],
  );
}
