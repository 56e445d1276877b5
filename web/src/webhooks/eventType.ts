import { allWebhookEventType } from "@task-record/client/types.generated";
import type { WebhookEventType } from "../schema.generated";

export const eventTypes: WebhookEventType[] = [...allWebhookEventType];

/** The type as it is sent, such as `task.completed`. */
export function sentAs(type: WebhookEventType): string {
  return type.toLowerCase().replace("_", ".");
}
