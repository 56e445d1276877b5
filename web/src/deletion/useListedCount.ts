import { useDeferredValue } from "react";
import type { TaskFilter } from "../schema.generated";
import { useTaskCount } from "../tasks/useTaskCount";
import { useLeaving } from "./leaving";

/** How many tasks match, without those whose deletion can still be taken back: as many as the list has. */
export function useListedCount(where: TaskFilter) {
  const total = useTaskCount(where);
  const leaving = useLeaving(where);
  // When they have left, one is told after the other that they are no longer counted, and that they need not be taken off.
  const value = useDeferredValue(total && total.value - leaving);
  return total && value !== undefined ? { ...total, value } : undefined;
}
