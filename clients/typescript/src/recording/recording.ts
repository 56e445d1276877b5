import type { TaskFieldsFragment } from "../api.generated.ts";
import type { TaskRecordError } from "../errors.ts";
import type { Picture } from "../images/picture.ts";
import type { Transfer } from "../images/send.ts";
import type { CreateTaskInput, TaskSourceInput, TaskType } from "../schema.generated.ts";

export type Task = TaskFieldsFragment;

/** The data of a task that is recorded before its images are generated. */
export interface Recording extends Transfer {
  prompt: string;
  model?: string | undefined;
  /** The owner of the task, by default the user of the token. Another user requires the role `SERVICE`. */
  user?: string | undefined;
  /** The product's name for the job. A job that runs again with the same key is the same task. */
  key?: string | undefined;
  /** The task's id, a UUID, in place of a key. */
  id?: string | undefined;
  /** The number of requested images, 1 to 16; 1 by default. */
  images?: number | undefined;
  /** Credits to hold until the task ends. `record` throws before the generation if too few are available. */
  maxCredits?: number | undefined;
  /** Throw an error if the task cannot be recorded, instead of generating without a record. */
  strict?: boolean | undefined;
  taskType?: TaskType | undefined;
  aspectRatio?: string | undefined;
  /** The image from which the task starts. */
  original?: Picture | undefined;
  /** The tasks from which this task is derived. */
  sources?: TaskSourceInput[] | undefined;
  /** The model's arguments, in addition to the prompt. */
  parameters?: unknown;
  metadata?: unknown;
  externalId?: string | undefined;
  /** When the task fails automatically if it has not ended. */
  deadline?: Date | undefined;
}

/** The usage of a task. */
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

/** Values of a task that are given when it ends. */
export interface Known extends Used {
  /** Merged into the existing parameters, such as the seed that the model chose. */
  parameters?: unknown;
  metadata?: unknown;
  externalId?: string | undefined;
  /** When the generation began, which needs the role `SERVICE`; `record` and `begin` record it otherwise. */
  startedAt?: Date | undefined;
}

/** The result of a task. */
export interface Made extends Known {
  /** Up to 16. */
  images: readonly Picture[];
}

/** A task that is not recorded completely. It is sent later if the `error` is temporary. */
export interface Unsent {
  status: "UNSENT";
  id: string;
  prompt: string;
  error: TaskRecordError;
}

export const mostImages = 16;
/** Characters of an error message. */
const longestMessage = 2000;
/** Decimal places to which a number is rounded. A string is not rounded. */
const costDigits = 6;

/** Returns the input that records a task, without its original image. */
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
    deadline: textOf(deadline),
  };
}

/** Returns a time as the API takes it. `expressible` leaves an invalid one out. */
export function textOf(time: Date | undefined): string | undefined {
  return time && Number.isNaN(time.getTime()) ? (time as unknown as string) : time?.toISOString();
}

/** Returns the usage of a task as the API takes it. */
export function usedOf({ tokens, inputTokens, outputTokens, cost, milliseconds }: Used) {
  return {
    tokensUsed: tokens,
    inputTokens,
    outputTokens,
    cost: typeof cost === "number" ? cost.toFixed(costDigits) : cost,
    generationTimeMs: milliseconds === undefined ? undefined : Math.round(milliseconds),
  };
}

/** Returns what is known of a task at its end, as the API takes it. */
export function knownOf(known: Known) {
  const { parameters, metadata, externalId, startedAt } = known;
  return { ...usedOf(known), parameters, metadata, externalId, startedAt: textOf(startedAt) };
}

/** Returns the reason of a failure as the API takes it: a message, and a code such as `content_policy`. */
export function failureOf(message: string, code?: unknown) {
  const errorMessage = message.trim().slice(0, longestMessage) || "The generation failed.";
  return { errorMessage, ...(typeof code === "string" && { failureCode: code }) };
}
