import { useMemo } from "react";
import { useSearchParams } from "wouter";
import { addDays, startOfDay } from "../calendar/calendar";
import { useNeededTimeZone } from "../calendar/useTimeZone";
import type { TaskFilter, TaskStatus, TaskType } from "../schema.generated";
import { statuses, types } from "../tasks/choices";
import { folded, sentSearch, termsOf } from "../tasks/words";

/** What the list is filtered by. It is kept in the address, so that Back, reload and shared links work. */
export interface Filters {
  status: TaskStatus[];
  type: TaskType[];
  model: string[];
  /** Names of labels. */
  label: string[];
  /** Codes of failures. */
  reason: string[];
  /** The least rating, 1 to 5; empty for any. */
  rating: string;
  /** Ids of boards that the tasks are on. */
  board: string[];
  /** Starred tasks alone. */
  starred: "yes" | "";
  search: string;
  /** The first date, included, in the server's time zone. */
  from: string;
  /** The last date, included, in the server's time zone. */
  to: string;
}

const maxNames = 100;
export const firstDate = "1900-01-01";
export const lastDate = "9999-12-31";

export const noFilters: Filters = {
  status: [],
  type: [],
  model: [],
  label: [],
  reason: [],
  rating: "",
  board: [],
  starred: "",
  search: "",
  from: "",
  to: "",
};

/** Reads the filters from an address, without values that the API would refuse. */
export function readFilters(parameters: URLSearchParams): Filters {
  const search = storable(parameters.get("search") ?? "");
  return {
    status: statuses.filter((status) => parameters.getAll("status").includes(status)),
    type: types.filter((type) => parameters.getAll("type").includes(type)),
    model: names(parameters.getAll("model")),
    label: names(parameters.getAll("label")),
    reason: names(parameters.getAll("reason")),
    rating: /^[1-5]$/.exec(parameters.get("rating") ?? "")?.[0] ?? "",
    board: names(parameters.getAll("board")),
    starred: parameters.get("starred") === "yes" ? "yes" : "",
    search: /\S/.test(search) ? [...search].slice(0, 200).join("") : "",
    ...inOrder({ from: date(parameters.get("from")), to: date(parameters.get("to")) }),
  };
}

function names(given: string[]): string[] {
  return [...new Set(given.map(storable))].filter((name) => name !== "").slice(0, maxNames);
}

/** The range with its earlier date first. */
export function inOrder({ from, to }: Pick<Filters, "from" | "to">): Pick<Filters, "from" | "to"> {
  return from && to && to < from ? { from: to, to: from } : { from, to };
}

export function writeFilters(parameters: URLSearchParams, filters: Filters): URLSearchParams {
  const written = new URLSearchParams(parameters);
  for (const [name, value] of Object.entries(filters)) {
    written.delete(name);
    for (const one of [value].flat()) if (one !== "") written.append(name, one);
  }
  return written;
}

/** The filters as an input of the API; dates begin in the time zone. */
export function toTaskFilter(
  { status, type, model, label, reason, rating, board, starred, search, from, to }: Filters,
  timeZone: string,
): TaskFilter {
  const sent = sentSearch(search);
  const createdAt = {
    ...(from && { gte: startOfDay(from, timeZone) }),
    // There is no day after the last date that exists.
    ...(to && to !== lastDate && { lt: startOfDay(addDays(to, 1), timeZone) }),
  };
  return {
    ...(status.length > 0 && { status }),
    ...(type.length > 0 && { taskType: type }),
    ...(model.length > 0 && { modelVersion: model }),
    ...(label.length > 0 && { labels: label }),
    ...(reason.length > 0 && { failureCode: reason }),
    ...(rating && { ratedAtLeast: Number(rating) }),
    ...(board.length > 0 && { board }),
    ...(starred && { isStarred: true }),
    ...(sent && { search: sent }),
    ...(Object.keys(createdAt).length > 0 && { createdAt }),
  };
}

/** Whether a task that has just appeared matches the filter. */
export function matches(
  filter: TaskFilter,
  task: {
    status: TaskStatus;
    taskType: TaskType;
    prompt: string;
    modelVersion: string | null;
    createdAt: string;
    isStarred: boolean;
    rating: number | null;
  },
): boolean {
  const { status, taskType, modelVersion, labels, failureCode, search, createdAt } = filter;
  const created = Date.parse(task.createdAt);
  return (
    (!status || status.includes(task.status)) &&
    (!taskType || taskType.includes(task.taskType)) &&
    (!modelVersion || (task.modelVersion !== null && modelVersion.includes(task.modelVersion))) &&
    !labels && // which the server finds seconds later
    !failureCode && // one that has just appeared has not failed, and is on no board
    (!filter.ratedAtLeast || (task.rating ?? 0) >= filter.ratedAtLeast) &&
    !filter.board &&
    (!filter.isStarred || task.isStarred) &&
    (!search || isFound(task, search)) &&
    (!createdAt?.gte || created >= Date.parse(createdAt.gte)) &&
    (!createdAt?.lt || created < Date.parse(createdAt.lt))
  );
}

/** Whether a search finds a task that has just appeared, and so has not failed. */
function isFound(task: { prompt: string; modelVersion: string | null }, search: string): boolean {
  const texts = { prompt: task.prompt, model: task.modelVersion ?? "", error: "" };
  return termsOf(search).every(
    ({ text, field = "prompt", excluded }) =>
      folded(texts[field as keyof typeof texts]).includes(folded(text)) !== excluded,
  );
}

/** Returns a function that changes some of the filters. */
export function useChangeFilters() {
  const [, setParameters] = useSearchParams();
  /** `replace` is for further letters of a search, so that Back does not go through each of them. */
  return (change: Partial<Filters>, options?: { replace: boolean }) =>
    setParameters((current) => writeFilters(current, { ...readFilters(current), ...change }), options);
}

/** The filters, also as an input of the API. Suspends until the time zone of their dates is known. */
export function useFilters() {
  const [parameters] = useSearchParams();
  const change = useChangeFilters();
  const search = parameters.toString();
  const filters = useMemo(() => readFilters(new URLSearchParams(search)), [search]);
  const timeZone = useNeededTimeZone(filters.from !== "" || filters.to !== "");
  const where = useMemo(() => toTaskFilter(filters, timeZone), [filters, timeZone]);

  return { filters, where, change };
}

/** The text without NUL characters, which PostgreSQL cannot store. */
function storable(text: string): string {
  return text.replaceAll("\0", "");
}

/** Empty unless the date exists: `Date` takes February 30th for March 2nd. */
function date(value: string | null): string {
  const isDate = value !== null && /^(19|[2-9]\d)\d\d-\d\d-\d\d$/.test(value);
  return isDate && new Date(value).toJSON()?.startsWith(value) ? value : "";
}
