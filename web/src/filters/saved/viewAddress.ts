import type { TaskFilter, TaskOrder } from "@task-record/client/schema.generated";
import { dateIn } from "../../calendar/calendar";
import { type OrderName, orderFields, readOrder, toTaskOrder, writeOrder } from "../../tasks/taskOrder";
import { eachDeclared } from "../declared";
import { type Filters, readFilters, toTaskFilter, writeFilters } from "../filters";
import type { View_ViewFragment } from "./SavedViews.generated";

export type View = Omit<View_ViewFragment, "__typename">;

/** The parameters of an address that a view stores: filters and order, in a fixed order. */
export function partOf(parameters: URLSearchParams): URLSearchParams {
  const { by, direction } = readOrder(parameters);
  return writeOrder(writeFilters(new URLSearchParams(), readFilters(parameters)), by, direction);
}

/** The filters and order in an address as inputs of the API; days begin in the time zone. */
export function viewOf(
  parameters: URLSearchParams,
  timeZone: string,
): { where: TaskFilter; orderBy: TaskOrder } {
  const { by, direction } = readOrder(parameters);
  return { where: toTaskFilter(readFilters(parameters), timeZone), orderBy: toTaskOrder(by, direction) };
}

/**
 * The parameters of an address for a view. Undefined for another client's view with filters that the page lacks. Times
 * become the days that contain them, which may begin at other times now.
 */
export function addressOf({ where, orderBy }: View, timeZone: string): string | undefined {
  const names = Object.keys(orderFields) as OrderName[];
  const by = names.find((name) => orderFields[name] === orderBy.field);
  if (!by) return undefined;
  const filter = where as TaskFilter;
  const written = writeFilters(new URLSearchParams(), filtersOf(filter, timeZone));
  const part = partOf(writeOrder(written, by, orderBy.direction));
  return comparable(viewOf(part, timeZone).where) === comparable(filter) ? part.toString() : undefined;
}

function filtersOf(where: TaskFilter, timeZone: string): Filters {
  const { gte, lt } = where.createdAt ?? {};
  return {
    ...eachDeclared(({ field, none, fromApi }) => (where[field] == null ? none : fromApi(where[field]))),
    search: where.search ?? "",
    from: gte ? dateIn(timeZone, Date.parse(gte)) : "",
    to: lt ? dateIn(timeZone, Date.parse(lt) - 1) : "",
  };
}

/** A filter without its times as a string, to compare it. */
function comparable({ createdAt, ...filter }: TaskFilter): string {
  const parts = Object.entries(filter).map(([name, value]) => [name, [value].flat().sort()]);
  return JSON.stringify([createdAt ? Object.keys(createdAt).sort() : [], parts.sort()]);
}
