import type { OrderDirection } from "@task-record/client/schema.generated";
import { useSearchParams } from "wouter";
import type { MessageKey } from "../i18n/messages";
import { type OrderName, readOrder, toTaskOrder, writeOrder } from "../tasks/taskOrder";

/** The available orders, each with its name. The default is the newest first. */
export const orders: { by: OrderName; direction: OrderDirection; name: MessageKey }[] = [
  { by: "time", direction: "DESC", name: "order.newest" },
  { by: "time", direction: "ASC", name: "order.oldest" },
  { by: "cost", direction: "DESC", name: "order.cost" },
  { by: "credits", direction: "DESC", name: "order.credits" },
  { by: "tokens", direction: "DESC", name: "order.tokens" },
  { by: "duration", direction: "DESC", name: "order.duration" },
];

/** The list's order, which is part of the address. */
export function useOrder() {
  const [parameters, setParameters] = useSearchParams();
  const { by, direction } = readOrder(parameters);
  const isUsual = by === "time" && direction === "DESC";
  return {
    by,
    direction,
    /** Whether the newest task is first, below its month and day. */
    isUsual,
    orderBy: isUsual ? undefined : toTaskOrder(by, direction),
    change(by: OrderName, direction: OrderDirection) {
      setParameters((current) => {
        current.delete("at");
        return writeOrder(current, by, direction);
      });
    },
  };
}
