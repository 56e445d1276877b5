import type { TaskStatus } from "@task-record/client/schema.generated";
import { hasEnded } from "./ended";

/** Whether the reader may delete the task: one that only a back end ends, once it has ended. */
export function isRemovable(task: { status: TaskStatus; onlyServiceEnds: boolean }): boolean {
  return !task.onlyServiceEnds || hasEnded(task);
}
