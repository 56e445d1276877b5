import type { TaskStatus } from "@task-record/client/schema.generated";

/** Whether the task was completed, failed or canceled, and so stays as it is. */
export function hasEnded({ status }: { status: TaskStatus }): boolean {
  return status !== "PENDING" && status !== "PROCESSING";
}
