import type { TaskStatus, TaskType } from "../schema.generated";

export const statuses: TaskStatus[] = ["PENDING", "PROCESSING", "COMPLETED", "FAILED"];
export const types: TaskType[] = ["IMAGE_GENERATION", "IMAGE_EDIT", "TEMPLATE_GENERATION"];

/** What the API calls all models but the 50 that were used most. */
export const otherModels = "other";

/** Suggested where a model is named; any other name may be typed. */
export const models = ["gemini-1.5-pro", "gemini-2.0-flash", "gemini-2.5-flash-image"];
