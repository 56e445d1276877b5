/** Values that cannot be recorded are left out, so that a task is recorded with its images. */

import { isRawJSON } from "../access/json.ts";
import { TaskRecordError } from "../errors.ts";

/** A mutation that was refused, or that was sent without some of its values. */
export interface RefusedRecord {
  taskId: string;
  error: TaskRecordError;
  /** The values that were left out, by their path, such as `metadata.ratio`. If empty, nothing was recorded. */
  values: Readonly<Record<string, unknown>>;
}

/** Called with values that are left out, and the reason. */
export type LeaveOut = (values: Record<string, unknown>, error: TaskRecordError) => void;

/** The values of an input by their names. */
export type Values = Record<string, unknown>;

/** Fields without which a task can be recorded. Its own times are not among them: others would be wrong. */
const optional = [
  ...["aspectRatio", "cost", "creditsDeducted", "deadline", "externalId", "failureCode", "generationTimeMs"],
  ...["imageCount", "inputTokens", "metadata", "modelVersion", "originalImage", "outputTokens", "parameters"],
  ...["sources", "startedAt", "taskType", "tokensUsed"],
];
/** Codes of errors that may concern one value. */
const ofValues = [
  ...["BAD_USER_INPUT", "CONFLICT", "FORBIDDEN", "INSUFFICIENT_CREDITS", "INVALID", "INVALID_IMAGE"],
  ...["NOT_FOUND", "TOO_LARGE"],
];

export function isOfValue(error: unknown): error is TaskRecordError {
  return error instanceof TaskRecordError && ofValues.includes(error.code);
}

/**
 * Removes the values from the inputs that the error concerns, and returns whether there are any. If an invalid value
 * has no path, all optional values are removed. An invalid prompt is shortened or replaced.
 */
export function removeRefused(inputs: readonly Values[], error: unknown, leaveOut: LeaveOut): boolean {
  if (!isOfValue(error)) return false;
  const isUnnamed = error.fields.length === 0 && error.code === "BAD_USER_INPUT";
  const paths = isUnnamed ? optional.map((name) => [name]) : error.fields;
  const removed: Values = {};
  for (const input of inputs) {
    removeImages(input, paths, removed);
    for (const path of paths) {
      if (path.at(-1) === "prompt") replacePrompt(input, removed);
      const name = path.find((part) => optional.includes(part));
      if (name === undefined || input[name] == null) continue;
      removed[name] = input[name];
      delete input[name];
    }
  }
  if (Object.keys(removed).length > 0) leaveOut(removed, error);
  return Object.keys(removed).length > 0;
}

function replacePrompt(input: Values, removed: Values): void {
  if (typeof input.prompt !== "string") return;
  const prompt = [...input.prompt].slice(0, longestPrompt).join("").trim() || "(no prompt)";
  if (prompt === input.prompt) return;
  removed.prompt = input.prompt;
  input.prompt = prompt;
}

/** Characters of a prompt, the most that the server accepts. */
const longestPrompt = 10_000;

function removeImages(input: Values, paths: readonly (readonly string[])[], removed: Values): void {
  const images = [input.image, ...((input.moreImages ?? []) as unknown[])];
  const places = paths.map((path) => {
    const more = path.indexOf("moreImages");
    if (more >= 0) return Number(path[more + 1] ?? 0) + 1;
    return path.includes("image") ? 0 : -1;
  });
  const refused = places.filter((place) => images[place] !== undefined);
  if (refused.length === 0) return;
  for (const place of refused) removed[`images.${place}`] = images[place];
  const [image, ...moreImages] = images.filter((_, place) => !refused.includes(place));
  Object.assign(input, { image, moreImages: image && moreImages });
}

/** Returns the values without those that JSON cannot express. Characters that are not Unicode, and NUL, are replaced. */
export function expressible<Given extends object>(given: Given, leaveOut: LeaveOut): Given {
  const faults: Values = {};
  const kept = expressed(given, [], [], faults);
  const message = "JSON cannot express the value, such as NaN, a circular object or half a surrogate pair.";
  if (Object.keys(faults).length > 0) leaveOut(faults, new TaskRecordError("INVALID", message));
  return kept as Given;
}

function expressed(
  value: unknown,
  path: readonly string[],
  within: readonly object[],
  faults: Values,
): unknown {
  const fault = (kept?: unknown) => {
    faults[path.join(".")] = value;
    return kept;
  };
  if (typeof value === "string") return notUnicode.test(value) ? fault(readable(value)) : value;
  if (typeof value === "number") return Number.isFinite(value) ? value : fault();
  if (typeof value === "function" || typeof value === "symbol") return fault();
  if (typeof value !== "object" || value === null || value instanceof Blob || isRawJSON(value)) return value;
  if (within.includes(value) || within.length > deepest) return fault();
  const inner = (one: unknown, name: string) => expressed(one, [...path, name], [...within, value], faults);
  try {
    if (Array.isArray(value)) return value.map((one, place) => inner(one, String(place)) ?? null);
    if ("toJSON" in value && typeof value.toJSON === "function") {
      const plain: unknown = value.toJSON();
      return plain === null ? fault() : expressed(plain, path, [...within, value], faults);
    }
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [readable(name), inner(one, name)]));
  } catch {
    return fault(); // a getter or `toJSON` throws, such as that of an invalid date
  }
}

/** Levels of objects. The server accepts fewer. */
const deepest = 200;
const notUnicode = /[\0\p{Surrogate}]/u;

function readable(text: string): string {
  return text.replace(/[\0\p{Surrogate}]/gu, "\ufffd");
}
