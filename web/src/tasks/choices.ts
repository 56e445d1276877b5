import { TaskStatus, TaskType } from "@task-record/client/schema.generated";

export const statuses = Object.values(TaskStatus);
export const types = Object.values(TaskType);

/** The name under which the API counts all models except the 50 most used. */
export const otherModels = "other";

/** Suggested models; any other name may be typed. */
export const models = ["gemini-2.5-flash-image", "gpt-image-1", "imagen-4.0-generate-001", "flux-1.1-pro"];
