import type { WebhookEventType } from "../schema.generated";

export const eventTypes: WebhookEventType[] = [
  "TASK_CREATED",
  "TASK_COMPLETED",
  "TASK_FAILED",
  "TASK_CANCELED",
  "TASK_DELETED",
  "CREDITS_LOW",
];

/** The type as it is sent, such as `task.completed`. */
export function sentAs(type: WebhookEventType): string {
  return type.toLowerCase().replace("_", ".");
}
