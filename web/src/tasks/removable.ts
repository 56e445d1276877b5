import type { TaskStatus } from "@task-record/client/schema.generated";
import { hasEnded } from "./ended";

/** Whether the reader may delete the task. One that only a back end may end must have ended first. */
export function isRemovable(task: { status: TaskStatus; onlyServiceEnds: boolean }): boolean {
  return !task.onlyServiceEnds || hasEnded(task);
}
