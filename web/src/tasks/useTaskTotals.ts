import { useQuery } from "@apollo/client/react";
import type { TaskFilter } from "@task-record/client/schema.generated";
import { TaskTotalsDocument } from "./TaskTotals.generated";

/** How many tasks match, and what they used. This is asked apart from the list, which should not wait for it. */
export function useTaskTotals(where: TaskFilter) {
  const { data } = useQuery(TaskTotalsDocument, { variables: { where }, fetchPolicy: "cache-and-network" });
  return data?.tasks.totals;
}
