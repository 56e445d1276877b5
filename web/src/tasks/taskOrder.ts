import type { OrderDirection, TaskOrder, TaskOrderField } from "@task-record/client/schema.generated";

/** The fields that order tasks, by their name in the address. */
export const orderFields = {
  time: "CREATED_AT",
  cost: "COST",
  credits: "CREDITS_DEDUCTED",
  tokens: "TOKENS_USED",
  duration: "GENERATION_TIME_MS",
} as const satisfies Record<string, TaskOrderField>;

export type OrderName = keyof typeof orderFields;

/** The order in an address: `order=cost`, or `order=cost.asc` for ascending; by default the newest first. */
export function readOrder(parameters: URLSearchParams): { by: OrderName; direction: OrderDirection } {
  const [name = "", asc] = (parameters.get("order") ?? "").split(".");
  return {
    by: name in orderFields ? (name as OrderName) : "time",
    direction: asc === "asc" ? "ASC" : "DESC",
  };
}

export function writeOrder(
  parameters: URLSearchParams,
  by: OrderName,
  direction: OrderDirection,
): URLSearchParams {
  const written = new URLSearchParams(parameters);
  if (by === "time" && direction === "DESC") written.delete("order");
  else written.set("order", direction === "ASC" ? `${by}.asc` : by);
  return written;
}

/** The order as an input of the API. */
export function toTaskOrder(by: OrderName, direction: OrderDirection): TaskOrder {
  return { field: orderFields[by], direction };
}
