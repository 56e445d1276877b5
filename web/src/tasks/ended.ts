import type { TaskStatus } from "@task-record/client/schema.generated";

/** Whether the task is completed, failed or canceled, which is final. */
export function hasEnded({ status }: { status: TaskStatus }): boolean {
  return status !== "PENDING" && status !== "PROCESSING";
}
