import { useQuery } from "@apollo/client/react";
import type { TaskFilter } from "@task-record/client/schema.generated";
import { TaskTotalsDocument } from "./TaskTotals.generated";

/** The number of matching tasks and their usage. A query of its own, since the list should not wait for it. */
export function useTaskTotals(where: TaskFilter) {
  const { data } = useQuery(TaskTotalsDocument, { variables: { where }, fetchPolicy: "cache-and-network" });
  return data?.tasks.totals;
}
