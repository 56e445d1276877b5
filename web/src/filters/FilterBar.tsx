import { type RefObject, useLayoutEffect, useRef } from "react";
import { useTranslation } from "../i18n/Translation";
import { statuses, types } from "../tasks/choices";
import { useMediaQuery } from "../ui/useMediaQuery";
import { CheckMenu } from "./CheckMenu";
import { DateRange } from "./dates/DateRange";
import styles from "./FilterBar.module.css";
import { FilterChips } from "./FilterChips";
import { FilterSheet } from "./FilterSheet";
import { useFilters } from "./filters";
import { ModelFilter } from "./models/ModelFilter";
import { SearchField } from "./SearchField";
import { SavedViews } from "./saved/SavedViews";

/** Stays in sight above the list. */
export default function FilterBar() {
  const { translate } = useTranslation();
  const { filters, change } = useFilters();
  const narrow = useMediaQuery("(max-width: 760px)");
  const bar = useRef<HTMLElement>(null);
  useStuckHeight(bar);
  return (
    <section ref={bar} className={styles.filters} aria-label={translate("filters.title")}>
      <div className={styles.bar}>
        <SearchField value={filters.search} onChange={(search, options) => change({ search }, options)} />
        {narrow ? (
          <FilterSheet filters={filters} change={change} />
        ) : (
          <>
            <DateRange from={filters.from} to={filters.to} onChange={change} />
            <CheckMenu
              label={translate("filters.status")}
              choices={statuses}
              chosen={filters.status}
              nameOf={(status) => translate(`status.${status}`)}
              onChange={(status) => change({ status })}
            />
            <CheckMenu
              label={translate("filters.type")}
              choices={types}
              chosen={filters.type}
              nameOf={(type) => translate(`type.${type}`)}
              onChange={(type) => change({ type })}
            />
            <ModelFilter chosen={filters.model} onChange={(model) => change({ model })} />
          </>
        )}
        <SavedViews />
      </div>
      <FilterChips filters={filters} change={change} />
    </section>
  );
}

/** Tells the styles of what is below, as `--stuck`, how much of the window's top the bar takes. */
function useStuckHeight(element: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const { current } = element;
    if (!current) return;
    const root = document.documentElement.style;
    const tell = () => root.setProperty("--stuck", `${current.offsetHeight}px`);
    const observer = new ResizeObserver(tell);
    observer.observe(current);
    return () => observer.disconnect();
  }, [element]);
}
