import type { TaskStatus } from "@task-record/client/schema.generated";

/** Whether the task is completed, failed or canceled, which is final. */
export function hasEnded({ status }: { status: TaskStatus }): boolean {
  return status !== "PENDING" && status !== "PROCESSING";
}

/** Whether the reader may delete the task. One that only a back end may end must have ended first. */
export function isRemovable(task: { status: TaskStatus; onlyServiceEnds: boolean }): boolean {
  return !task.onlyServiceEnds || hasEnded(task);
}
