import { ArrowDown, ArrowUp } from "lucide-react";
import type { CSSProperties } from "react";
import type { MessageKey } from "../i18n/messages";
import { useTranslation } from "../i18n/Translation";
import { type Column, columns, useShownColumns } from "../tasks/columns";
import styles from "./ListHeader.module.css";
import { type OrderName, useOrder } from "./useOrder";
import { useParameters } from "./useParameters";

const ordered: Partial<Record<Column, OrderName>> = {
  cost: "cost",
  credits: "credits",
  tokens: "tokens",
  duration: "duration",
};

/** The names of the list's columns, above it; `ids` are in sight. A press on one orders the list by it, and once more the other way round. */
export default function ListHeader({ height, ids }: { height: number; ids: string[] }) {
  const { translate } = useTranslation();
  useParameters(ids);
  const { shown, template } = useShownColumns();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form
    <div
      className={styles.header}
      style={{ "--columns": template, height } as CSSProperties}
      role="group"
      aria-label={translate("list.order")}
    >
      <span className={styles.name} data-column="status">
        {translate("filters.status")}
      </span>
      <span className={styles.name}>{translate("detail.prompt")}</span>
      {shown.map((column) => {
        const by = ordered[column];
        const name = columns[column].name;
        return by ? (
          <Order key={column} by={by} name={name} />
        ) : (
          <span key={column} className={styles.name}>
            {translate(name)}
          </span>
        );
      })}
      <Order by="time" name="detail.createdAt" />
    </div>
  );
}

function Order(props: { by: OrderName; name: MessageKey }) {
  const { translate } = useTranslation();
  const { by, direction, change } = useOrder();
  const isChosen = by === props.by;
  const Arrow = direction === "DESC" ? ArrowDown : ArrowUp;
  const name = translate(props.name);
  return (
    <button
      type="button"
      className={styles.order}
      aria-pressed={isChosen}
      aria-label={
        isChosen ? translate(direction === "DESC" ? "order.falling" : "order.rising", { name }) : name
      }
      onClick={() => change(props.by, isChosen && direction === "DESC" ? "ASC" : "DESC")}
    >
      {isChosen && <Arrow size={14} aria-hidden />}
      {name}
    </button>
  );
}
