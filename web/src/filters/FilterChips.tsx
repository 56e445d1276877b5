import { X } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "../i18n/Translation";
import { Later } from "../ui/Later";
import { allDeclared } from "./declared";
import styles from "./FilterBar.module.css";
import { type Filters, noFilters } from "./filters";
import { useFilterWords } from "./useFilterWords";

/** The filters that are set, each with a button to remove it. */
export function FilterChips({
  filters,
  change,
}: {
  filters: Filters;
  change: (change: Partial<Filters>) => void;
}) {
  const { translate, format } = useTranslation();
  const { search, from, to } = filters;
  const words = useFilterWords();

  const chips: { name: string; shown?: ReactNode; without: Partial<Filters> }[] = [
    ...allDeclared.flatMap(([filter, { none, nameOf, Name }]) =>
      [filters[filter]].flat().flatMap((one) =>
        one === none
          ? []
          : {
              name: nameOf(one, words),
              shown: Name && (
                <Later>
                  <Name name={one} />
                </Later>
              ),
              without: {
                [filter]: Array.isArray(none)
                  ? [filters[filter]].flat().filter((other) => other !== one)
                  : none,
              },
            },
      ),
    ),
    ...(search ? [{ name: `“${search}”`, without: { search: "" } }] : []),
    ...(from ? [{ name: `${translate("filters.from")} ${format.day(from)}`, without: { from: "" } }] : []),
    ...(to ? [{ name: `${translate("filters.to")} ${format.day(to)}`, without: { to: "" } }] : []),
  ];
  const list = useRef<HTMLUListElement>(null);
  const removed = useRef<number>(null);
  // The pressed button is gone, so the focus moves on.
  useEffect(() => {
    if (removed.current === null) return;
    const next =
      list.current?.querySelectorAll("button")[removed.current] ?? document.getElementById("tasks");
    next?.focus();
    removed.current = null;
  });
  function remove(place: number, without: Partial<Filters>) {
    removed.current = place;
    change(without);
  }

  if (chips.length === 0) return null;
  return (
    <ul ref={list} className={styles.chips} aria-label={translate("filters.active")}>
      {chips.map(({ name, shown, without }, place) => (
        <li key={name}>
          <button
            type="button"
            className={styles.chip}
            aria-label={shown ? undefined : translate("filters.remove", { filter: name })}
            onClick={() => remove(place, without)}
          >
            {shown && <span className={styles.hidden}>{translate("filters.remove", { filter: "" })}</span>}
            <bdi className={styles.name}>{shown ?? name}</bdi>
            <X size={14} aria-hidden />
          </button>
        </li>
      ))}
      <li>
        <button type="button" className={styles.clear} onClick={() => remove(0, noFilters)}>
          {translate("filters.clear")}
        </button>
      </li>
    </ul>
  );
}
