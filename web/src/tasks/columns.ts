import { useSearchParams } from "wouter";
import type { MessageKey } from "../i18n/messages";
import { useMediaQuery } from "../ui/useMediaQuery";

/** The optional columns of the list, in order, each with its name and width. */
export const columns = {
  model: { name: "detail.model", width: "minmax(5rem, 0.4fr)" },
  parameters: { name: "detail.parameters", width: "minmax(6rem, 0.6fr)" },
  cost: { name: "detail.cost", width: "6rem" },
  credits: { name: "detail.credits", width: "5.5rem" },
  tokens: { name: "detail.tokens", width: "5.5rem" },
  duration: { name: "detail.duration", width: "5rem" },
} as const satisfies Record<string, { name: MessageKey; width: string }>;

export type Column = keyof typeof columns;
export const columnNames = Object.keys(columns) as Column[];

const usual: Column[] = ["model", "credits", "tokens", "duration"];
const storageKey = "task-record.columns";
/** The columns that a narrow window has room for. */
const narrowColumns: Column[] = ["cost", "credits", "tokens"];

/** The columns of the list: those in the address, or else those chosen last. */
export function useColumns(): [Column[], (chosen: Column[]) => void] {
  const [parameters, setParameters] = useSearchParams();
  const named = (parameters.get("columns") ?? localStorage.getItem(storageKey))?.split(".");
  const chosen = named ? columnNames.filter((one) => named.includes(one)) : usual;
  return [
    chosen,
    (next) => {
      localStorage.setItem(storageKey, next.join("."));
      setParameters(
        (current) => {
          current.set("columns", next.join("."));
          return current;
        },
        { replace: true },
      );
    },
  ];
}

/**
 * The columns that the window has room for, the column that orders the list, if any, and the grid template of a row.
 */
export function useShownColumns(): { shown: Column[]; ordered: string | undefined; template: string } {
  const [parameters] = useSearchParams();
  const [chosen] = useColumns();
  const isNarrow = useMediaQuery("(max-width: 1000px)");
  const ordered = parameters.get("order")?.split(".")[0];
  const shown = columnNames.filter(
    (one) => one === ordered || (chosen.includes(one) && (!isNarrow || narrowColumns.includes(one))),
  );
  const widths = shown.map((one) => columns[one].width);
  return {
    shown,
    ordered,
    template: ["36px", "44px", "7.5rem", "minmax(8rem, 1fr)", ...widths, "10rem", "36px"].join(" "),
  };
}
