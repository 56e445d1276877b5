import { useSearchParams } from "wouter";
import type { MessageKey } from "../i18n/messages";
import type { OrderDirection, TaskOrder, TaskOrderField } from "../schema.generated";

/** What tasks are ordered by, under its name in the address. */
const fields = {
  time: "CREATED_AT",
  cost: "COST",
  credits: "CREDITS_DEDUCTED",
  tokens: "TOKENS_USED",
  duration: "GENERATION_TIME_MS",
} as const satisfies Record<string, TaskOrderField>;

export type OrderName = keyof typeof fields;

/** The orders that are offered, each with its name: the newest first is the usual one. */
export const orders: { by: OrderName; direction: OrderDirection; name: MessageKey }[] = [
  { by: "time", direction: "DESC", name: "order.newest" },
  { by: "time", direction: "ASC", name: "order.oldest" },
  { by: "cost", direction: "DESC", name: "order.cost" },
  { by: "credits", direction: "DESC", name: "order.credits" },
  { by: "tokens", direction: "DESC", name: "order.tokens" },
  { by: "duration", direction: "DESC", name: "order.duration" },
];

/** The list's order, which is in the address: `order=cost`, or `order=cost.asc` the other way round. */
export function useOrder() {
  const [parameters, setParameters] = useSearchParams();
  const [name = "", asc] = (parameters.get("order") ?? "").split(".");
  const by: OrderName = name in fields ? (name as OrderName) : "time";
  const direction: OrderDirection = asc === "asc" ? "ASC" : "DESC";
  const isUsual = by === "time" && direction === "DESC";
  return {
    by,
    direction,
    /** Whether the newest task is first, below its month and day. */
    isUsual,
    orderBy: isUsual ? undefined : ({ field: fields[by], direction } satisfies TaskOrder),
    change(by: OrderName, direction: OrderDirection) {
      setParameters((current) => {
        current.delete("at");
        if (by === "time" && direction === "DESC") current.delete("order");
        else current.set("order", direction === "ASC" ? `${by}.asc` : by);
        return current;
      });
    },
  };
}
