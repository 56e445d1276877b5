import { X } from "lucide-react";
import { lazy, type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "../i18n/Translation";
import { useRatingWords } from "../rating/words";
import { useReason } from "../tasks/useReason";
import { Later } from "../ui/Later";
import styles from "./FilterBar.module.css";
import { type Filters, noFilters } from "./filters";

const BoardName = lazy(() => import("./boards/BoardName"));
const LabelName = lazy(() => import("./labels/LabelName"));

/** The filters that are set, each with a button to remove it. */
export function FilterChips({
  filters,
  change,
}: {
  filters: Filters;
  change: (change: Partial<Filters>) => void;
}) {
  const { translate, format } = useTranslation();
  const { status, type, model, label, reason, rating, board, starred, search, from, to } = filters;
  const words = useRatingWords();
  const inWords = useReason();

  const chips: { name: string; shown?: ReactNode; without: Partial<Filters> }[] = [
    ...status.map((one) => ({
      name: translate(`status.${one}`),
      without: { status: status.filter((other) => other !== one) },
    })),
    ...type.map((one) => ({
      name: translate(`type.${one}`),
      without: { type: type.filter((other) => other !== one) },
    })),
    ...model.map((one) => ({ name: one, without: { model: model.filter((other) => other !== one) } })),
    ...reason.map((one) => ({
      name: inWords(one),
      without: { reason: reason.filter((other) => other !== one) },
    })),
    ...(rating ? [{ name: words("atLeast", { rating }), without: { rating: "" } }] : []),
    ...label.map((one) => ({
      name: one,
      shown: (
        <Later>
          <LabelName name={one} />
        </Later>
      ),
      without: { label: label.filter((other) => other !== one) },
    })),
    ...(starred ? [{ name: translate("star.only"), without: { starred: "" as const } }] : []),
    ...board.map((one) => ({
      name: one,
      shown: (
        <Later>
          <BoardName id={one} />
        </Later>
      ),
      without: { board: board.filter((other) => other !== one) },
    })),
    ...(search ? [{ name: `“${search}”`, without: { search: "" } }] : []),
    ...(from ? [{ name: `${translate("filters.from")} ${format.day(from)}`, without: { from: "" } }] : []),
    ...(to ? [{ name: `${translate("filters.to")} ${format.day(to)}`, without: { to: "" } }] : []),
  ];
  const list = useRef<HTMLUListElement>(null);
  const removed = useRef<number>(null);
  // Otherwise the focus would be lost with the button that was pressed.
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
