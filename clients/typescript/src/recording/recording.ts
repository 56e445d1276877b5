import type { TaskFieldsFragment } from "../api.generated.ts";
import type { TaskRecordError } from "../errors.ts";
import type { Picture } from "../images/picture.ts";
import type { Transfer } from "../images/send.ts";
import type { CreateTaskInput, TaskSourceInput, TaskType } from "../schema.generated.ts";

export type Task = TaskFieldsFragment;

/** What is recorded of a task before its images are made. */
export interface Recording extends Transfer {
  prompt: string;
  model?: string | undefined;
  /** The user whose task it is; the token's own if omitted. Another one needs a token of the role `SERVICE`. */
  user?: string | undefined;
  /** What the product calls the job: the same key is the same task, however often the job runs. */
  key?: string | undefined;
  /** The task's id, a UUID, in place of a key. */
  id?: string | undefined;
  /** How many images are asked for, 1 to 16; 1 if omitted. */
  images?: number | undefined;
  /** Held until the task ends. Where too few are available, `record` throws before anything is generated. */
  maxCredits?: number | undefined;
  /** Throw what keeps the task from being recorded, rather than generate nevertheless. */
  strict?: boolean | undefined;
  taskType?: TaskType | undefined;
  aspectRatio?: string | undefined;
  /** The image that the task starts from. */
  original?: Picture | undefined;
  /** The tasks that it is made from. */
  sources?: TaskSourceInput[] | undefined;
  /** What the model is given beside the prompt. */
  parameters?: unknown;
  metadata?: unknown;
  externalId?: string | undefined;
  /** When it fails by itself, if it has not ended by then. */
  deadline?: Date | undefined;
}

/** What a task used. */
export interface Used {
  tokens?: number | undefined;
  inputTokens?: number | undefined;
  outputTokens?: number | undefined;
  /** What the provider charged, in the server's currency. */
  cost?: string | number | undefined;
  credits?: number | undefined;
  /** How long the generation took, in milliseconds; `record` measures it if omitted. */
  milliseconds?: number | undefined;
}

/** What came of a task. */
export interface Made extends Used {
  /** Up to 16. */
  images: readonly Picture[];
  /** Merged into what was given before, such as the seed that the model chose. */
  parameters?: unknown;
  metadata?: unknown;
  externalId?: string | undefined;
}

/** A task that the server does not have as it should: it is sent later if that may help, as `error` says. */
export interface Unsent {
  status: "UNSENT";
  id: string;
  prompt: string;
  error: TaskRecordError;
}

export const mostImages = 16;
/** Characters of the reason for which a task fails. */
const longestMessage = 2000;
/** Digits after the point to which a number is rounded; a string is sent as it is. */
const costDigits = 6;

/** What records a task, but for its original image. */
export function creationOf(id: string, given: Recording): CreateTaskInput {
  const { prompt, aspectRatio, sources, parameters, metadata, externalId, deadline } = given;
  return {
    id,
    prompt,
    userId: given.user,
    modelVersion: given.model,
    creditsReserved: given.maxCredits,
    ...(given.images !== undefined && { imageCount: given.images }),
    ...(given.taskType && { taskType: given.taskType }),
    ...{ aspectRatio, sources, parameters, metadata, externalId },
    deadline: deadline?.toISOString(),
  };
}

/** What a task used, as the API names it. */
export function usedOf({ tokens, inputTokens, outputTokens, cost, milliseconds }: Used) {
  return {
    tokensUsed: tokens,
    inputTokens,
    outputTokens,
    cost: typeof cost === "number" ? cost.toFixed(costDigits) : cost,
    generationTimeMs: milliseconds === undefined ? undefined : Math.round(milliseconds),
  };
}

/** Why a task failed, as the API names it: for people, and for programs such as `content_policy`. */
export function failureOf(message: string, code?: unknown) {
  const errorMessage = message.trim().slice(0, longestMessage) || "The generation failed.";
  return { errorMessage, ...(typeof code === "string" && { failureCode: code }) };
}
