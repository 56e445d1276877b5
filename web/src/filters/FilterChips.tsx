import { X } from "lucide-react";
import { useTranslation } from "../i18n/Translation";
import styles from "./FilterBar.module.css";
import { type Filters, noFilters } from "./filters";

/** What is on, each to be removed with a press. */
export function FilterChips({
  filters,
  change,
}: {
  filters: Filters;
  change: (change: Partial<Filters>) => void;
}) {
  const { translate, format } = useTranslation();
  const { status, type, model, search, from, to } = filters;

  const chips: { name: string; without: Partial<Filters> }[] = [
    ...status.map((one) => ({
      name: translate(`status.${one}`),
      without: { status: status.filter((other) => other !== one) },
    })),
    ...type.map((one) => ({
      name: translate(`type.${one}`),
      without: { type: type.filter((other) => other !== one) },
    })),
    ...model.map((one) => ({ name: one, without: { model: model.filter((other) => other !== one) } })),
    ...(search ? [{ name: `“${search}”`, without: { search: "" } }] : []),
    ...(from ? [{ name: `${translate("filters.from")} ${format.day(from)}`, without: { from: "" } }] : []),
    ...(to ? [{ name: `${translate("filters.to")} ${format.day(to)}`, without: { to: "" } }] : []),
  ];
  if (chips.length === 0) return null;

  return (
    <ul className={styles.chips} aria-label={translate("filters.active")}>
      {chips.map(({ name, without }) => (
        <li key={name}>
          <button
            type="button"
            className={styles.chip}
            aria-label={translate("filters.remove", { filter: name })}
            onClick={() => change(without)}
          >
            {name}
            <X size={14} aria-hidden />
          </button>
        </li>
      ))}
      <li>
        <button type="button" className={styles.clear} onClick={() => change(noFilters)}>
          {translate("filters.clear")}
        </button>
      </li>
    </ul>
  );
}
