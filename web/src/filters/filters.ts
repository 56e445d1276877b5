import type { TaskFilter } from "@task-record/client/schema.generated";
import { useMemo } from "react";
import { useSearchParams } from "wouter";
import { addDays, startOfDay } from "../calendar/calendar";
import { useNeededTimeZone } from "../calendar/useTimeZone";
import { folded, sentSearch, termsOf } from "../tasks/words";
import { allDeclared, type DeclaredValues, eachDeclared, type NewTask, storable } from "./declared";

/** The filters of the list. They are part of the address, so that Back, reload and shared links work. */
export interface Filters extends DeclaredValues {
  search: string;
  /** The first date, included, in the server's time zone. */
  from: string;
  /** The last date, included, in the server's time zone. */
  to: string;
}

export const firstDate = "1900-01-01";
export const lastDate = "9999-12-31";

export const noFilters: Filters = { ...eachDeclared(({ none }) => none), search: "", from: "", to: "" };

/** Reads the filters from an address, except values that the API would refuse. */
export function readFilters(parameters: URLSearchParams): Filters {
  const search = storable(parameters.get("search") ?? "");
  return {
    ...eachDeclared(({ read }, name) => read(parameters.getAll(name))),
    search: /\S/.test(search) ? [...search].slice(0, 200).join("") : "",
    ...inOrder({ from: date(parameters.get("from")), to: date(parameters.get("to")) }),
  };
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

/** The filters as an input of the API; days begin in the time zone. */
export function toTaskFilter({ search, from, to, ...values }: Filters, timeZone: string): TaskFilter {
  const sent = sentSearch(search);
  const createdAt = {
    ...(from && { gte: startOfDay(from, timeZone) }),
    // No day follows the last date.
    ...(to && to !== lastDate && { lt: startOfDay(addDays(to, 1), timeZone) }),
  };
  return {
    ...Object.fromEntries(
      allDeclared
        .filter(([name]) => values[name].length > 0)
        .map(([name, { field, toApi }]) => [field, toApi(values[name])]),
    ),
    ...(sent && { search: sent }),
    ...(Object.keys(createdAt).length > 0 && { createdAt }),
  };
}

/** Whether a new task matches the filter. */
export function matches(filter: TaskFilter, task: NewTask): boolean {
  const { search, createdAt } = filter;
  const created = Date.parse(task.createdAt);
  return (
    allDeclared.every(([, { field, meets }]) => filter[field] == null || meets?.(task, filter[field])) &&
    (!search || isFound(task, search)) &&
    (!createdAt?.gte || created >= Date.parse(createdAt.gte)) &&
    (!createdAt?.lt || created < Date.parse(createdAt.lt))
  );
}

/** Whether a search finds a new task, which has not failed. */
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
  /** `replace` is for each further letter of a search, so that Back skips them. */
  return (change: Partial<Filters>, options?: { replace: boolean }) =>
    setParameters((current) => writeFilters(current, { ...readFilters(current), ...change }), options);
}

/** The filters, also as an input of the API. Suspends until the time zone of their dates is loaded. */
export function useFilters() {
  const [parameters] = useSearchParams();
  const change = useChangeFilters();
  const search = parameters.toString();
  const filters = useMemo(() => readFilters(new URLSearchParams(search)), [search]);
  const timeZone = useNeededTimeZone(filters.from !== "" || filters.to !== "");
  const where = useMemo(() => toTaskFilter(filters, timeZone), [filters, timeZone]);

  return { filters, where, change };
}

/** The date if it exists, or empty: `Date` reads February 30th as March 2nd. */
function date(value: string | null): string {
  const isDate = value !== null && /^(19|[2-9]\d)\d\d-\d\d-\d\d$/.test(value);
  return isDate && new Date(value).toJSON()?.startsWith(value) ? value : "";
}
