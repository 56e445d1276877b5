import { skipToken, useQuery } from "@apollo/client/react";
import { ArrowDown, ArrowUp } from "lucide-react";
import type { CSSProperties } from "react";
import type { MessageKey } from "../i18n/messages";
import { useTranslation } from "../i18n/Translation";
import { type Column, columns, useColumns, useShownColumns } from "../tasks/columns";
import { TaskParametersDocument } from "../tasks/TaskParameters.generated";
import type { OrderName } from "../tasks/taskOrder";
import styles from "./ListHeader.module.css";
import { useOrder } from "./useOrder";

/** The maximum number of ids in one request. */
const idsPerRequest = 100;

const ordered: Partial<Record<Column, OrderName>> = {
  cost: "cost",
  credits: "credits",
  tokens: "tokens",
  duration: "duration",
};

/**
 * The headings of the list's columns. A press on one orders the list by it, and another press reverses the order. `ids`
 * are the visible tasks.
 */
export default function ListHeader({ height, ids }: { height: number; ids: string[] }) {
  const { translate } = useTranslation();
  useParameters(ids);
  const { shown, template } = useShownColumns();
  return (
    <table className={styles.header} style={{ height }} aria-label={translate("list.order")}>
      <thead>
        <tr className={styles.columns} style={{ "--columns": template } as CSSProperties}>
          <th scope="col" className={styles.name} data-column="status">
            {translate("filters.status")}
          </th>
          <th scope="col" className={styles.name}>
            {translate("detail.prompt")}
          </th>
          {shown.map((column) => {
            const by = ordered[column];
            const name = columns[column].name;
            return by ? (
              <Order key={column} by={by} name={name} />
            ) : (
              <th key={column} scope="col" className={styles.name}>
                {translate(name)}
              </th>
            );
          })}
          <Order by="time" name="detail.createdAt" />
        </tr>
      </thead>
    </table>
  );
}

function Order(props: { by: OrderName; name: MessageKey }) {
  const { translate } = useTranslation();
  const { by, direction, change } = useOrder();
  const isChosen = by === props.by;
  const Arrow = direction === "DESC" ? ArrowDown : ArrowUp;
  const sort = direction === "DESC" ? "descending" : "ascending";
  return (
    <th scope="col" className={styles.ordered} aria-sort={isChosen ? sort : undefined}>
      <button
        type="button"
        className={styles.order}
        onClick={() => change(props.by, isChosen && direction === "DESC" ? "ASC" : "DESC")}
      >
        {isChosen && <Arrow size={14} aria-hidden />}
        {translate(props.name)}
      </button>
    </th>
  );
}

/** Reads the parameters of the visible tasks, if the list has a column for them. */
function useParameters(ids: string[]): void {
  const [columns] = useColumns();
  const needed = columns.includes("parameters") && ids.length > 0;
  useQuery(TaskParametersDocument, needed ? { variables: { ids: ids.slice(0, idsPerRequest) } } : skipToken);
}
