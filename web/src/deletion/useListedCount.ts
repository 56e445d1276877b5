import { useDeferredValue } from "react";
import type { TaskFilter } from "../schema.generated";
import { useTaskCount } from "../tasks/useTaskCount";
import { useLeaving } from "./leaving";

/** How many tasks match, without those being deleted: as many as the list has. */
export function useListedCount(where: TaskFilter) {
  const total = useTaskCount(where);
  const leaving = useLeaving(where);
  // The two numbers change one after the other when a deletion is done. Deferring their difference hides the
  // moment in between.
  const value = useDeferredValue(total && total.value - leaving);
  return total && value !== undefined ? { ...total, value } : undefined;
}
