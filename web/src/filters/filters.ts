import { useMemo } from "react";
import { useSearchParams } from "wouter";
import type { TaskFilter, TaskStatus, TaskType } from "../schema.generated";
import { statuses, types } from "../tasks/choices";

/** What the list is narrowed to; lives in the address, so that Back, reload and a shared link work. */
export interface Filters {
  status: TaskStatus[];
  type: TaskType[];
  model: string[];
  search: string;
  /** A calendar date in the reader's time zone, included. */
  from: string;
  /** Likewise, included. */
  to: string;
}

export const noFilters: Filters = { status: [], type: [], model: [], search: "", from: "", to: "" };

export function readFilters(parameters: URLSearchParams): Filters {
  return {
    status: statuses.filter((status) => parameters.getAll("status").includes(status)),
    type: types.filter((type) => parameters.getAll("type").includes(type)),
    model: [...new Set(parameters.getAll("model"))].filter((model) => model !== ""),
    search: [...(parameters.get("search") ?? "")].slice(0, 200).join(""),
    from: date(parameters.get("from")),
    to: date(parameters.get("to")),
  };
}

export function writeFilters(parameters: URLSearchParams, filters: Filters): URLSearchParams {
  const written = new URLSearchParams(parameters);
  for (const [name, value] of Object.entries(filters)) {
    written.delete(name);
    for (const one of [value].flat()) if (one !== "") written.append(name, one);
  }
  return written;
}

export function toTaskFilter({ status, type, model, search, from, to }: Filters): TaskFilter {
  return {
    ...(status.length > 0 && { status }),
    ...(type.length > 0 && { taskType: type }),
    ...(model.length > 0 && { modelVersion: model }),
    ...(search.trim() !== "" && { search: search.trim() }),
    ...((from || to) && {
      createdAt: { ...(from && { gte: startOfDay(from) }), ...(to && { lt: startOfDay(to, 1) }) },
    }),
  };
}

/** Whether a task that has just appeared belongs in the list. */
export function matches(
  filter: TaskFilter,
  task: {
    status: TaskStatus;
    taskType: TaskType;
    prompt: string;
    modelVersion: string | null;
    createdAt: string;
  },
): boolean {
  const { status, taskType, modelVersion, search, createdAt } = filter;
  const created = Date.parse(task.createdAt);
  return (
    (!status || status.includes(task.status)) &&
    (!taskType || taskType.includes(task.taskType)) &&
    (!modelVersion || (task.modelVersion !== null && modelVersion.includes(task.modelVersion))) &&
    (!search || task.prompt.toLowerCase().includes(search.toLowerCase())) &&
    (!createdAt?.gte || created >= Date.parse(createdAt.gte)) &&
    (!createdAt?.lt || created < Date.parse(createdAt.lt))
  );
}

export function useFilters() {
  const [parameters, setParameters] = useSearchParams();
  const search = parameters.toString();
  const filters = useMemo(() => readFilters(new URLSearchParams(search)), [search]);
  const where = useMemo(() => toTaskFilter(filters), [filters]);

  return {
    filters,
    where,
    /** `replace` when typing on, so that Back does not go through every letter. */
    change: (change: Partial<Filters>, options?: { replace: boolean }) =>
      setParameters((current) => writeFilters(current, { ...readFilters(current), ...change }), options),
  };
}

/** Today minus so many days, as the reader's calendar has it. */
export function daysAgo(days: number): string {
  const day = new Date();
  day.setDate(day.getDate() - days);
  return [day.getFullYear(), day.getMonth() + 1, day.getDate()]
    .map((part) => String(part).padStart(2, "0"))
    .join("-");
}

/** `Date` takes the 30th of February for the second of March. */
function date(value: string | null): string {
  const isDate = value !== null && /^\d{4}-\d{2}-\d{2}$/.test(value);
  return isDate && new Date(value).toJSON()?.startsWith(value) ? value : "";
}

function startOfDay(day: string, daysLater = 0): string {
  const instant = new Date(`${day}T00:00`);
  instant.setDate(instant.getDate() + daysLater);
  return instant.toISOString();
}
