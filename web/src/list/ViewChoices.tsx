import { CheckList } from "../filters/CheckList";
import { useTranslation } from "../i18n/Translation";
import { columnNames, columns, useColumns } from "../tasks/columns";
import { Choice } from "../ui/Choice";
import field from "../ui/field.module.css";
import { useMediaQuery } from "../ui/useMediaQuery";
import { orders, useOrder } from "./useOrder";
import { sizes, useSize, useView, views } from "./useView";

/** The choices of how tasks are shown: as pictures or as a list, the size or columns, and the order. */
export default function ViewChoices() {
  const { translate } = useTranslation();
  const [view, setView] = useView();
  const [size, setSize] = useSize();
  const [shown, setShown] = useColumns();
  const isPhone = useMediaQuery("(max-width: 640px)");
  const order = useOrder();
  const chosen = orders.findIndex(({ by, direction }) => by === order.by && direction === order.direction);
  return (
    <>
      <Choice
        label={translate("list.view")}
        values={views}
        chosen={view}
        nameOf={(one) => translate(`view.${one}`)}
        onChange={setView}
      />
      {view === "gallery" && (
        <Choice
          label={translate("list.size")}
          values={sizes}
          chosen={size}
          nameOf={(one) => translate(`size.${one}`)}
          onChange={setSize}
        />
      )}
      <label className={field.field}>
        <span className={field.label}>{translate("list.order")}</span>
        <select
          className={field.input}
          value={chosen}
          onChange={({ target }) => {
            const next = orders[Number(target.value)];
            if (next) order.change(next.by, next.direction);
          }}
        >
          {orders.map(({ name }, place) => (
            <option key={name} value={place}>
              {translate(name)}
            </option>
          ))}
        </select>
      </label>
      {view === "list" && !isPhone && (
        <CheckList
          name={translate("list.columns")}
          choices={columnNames}
          chosen={shown}
          nameOf={(one) => translate(columns[one].name)}
          onChange={setShown}
        />
      )}
    </>
  );
}
