import { WebhookEventType } from "@task-record/client/schema.generated";

export const eventTypes = Object.values(WebhookEventType);

/** The type as it is sent, such as `task.completed`. */
export function sentAs(type: WebhookEventType): string {
  return type.toLowerCase().replace("_", ".");
}
