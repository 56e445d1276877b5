import type { WebhookEventType } from "../schema.generated";

export const eventTypes: WebhookEventType[] = [
  "TASK_CREATED",
  "TASK_COMPLETED",
  "TASK_FAILED",
  "TASK_DELETED",
  "CREDITS_LOW",
];

/** As it is sent: `task.completed`. */
export function sentAs(type: WebhookEventType): string {
  return type.toLowerCase().replace("_", ".");
}
