import { CalendarDays, SlidersHorizontal, Star } from "lucide-react";
import { lazy, useState } from "react";
import { useTranslation } from "../i18n/Translation";
import { Button } from "../ui/Button";
import { Later } from "../ui/Later";
import { useMediaQuery } from "../ui/useMediaQuery";
import { withControls } from "./declared";
import styles from "./FilterBar.module.css";
import { FilterChips } from "./FilterChips";
import { FilterPopup } from "./FilterPopup";
import { type Filters, useFilters } from "./filters";
import { SearchField } from "./SearchField";
import { SavedViews } from "./saved/SavedViews";
import { useViewImport } from "./saved/useViewImport";
import { useFilterWords } from "./useFilterWords";

const DateFields = lazy(() => import("./dates/DateFields"));
const FilterControl = lazy(() => import("./FilterControl"));
const FilterSheet = lazy(() => import("./FilterSheet"));

/** The search and the filters in a row, and below them the filters in use. */
export default function FilterBar() {
  const { translate } = useTranslation();
  const words = useFilterWords();
  const { filters, change } = useFilters();
  useViewImport();
  const narrow = useMediaQuery("(max-width: 1250px)");
  const isPhone = useMediaQuery("(max-width: 760px)");
  const { search, from, to, starred } = filters;
  return (
    <section className={styles.filters} aria-label={translate("filters.title")}>
      <SearchField value={search} onChange={(search, options) => change({ search }, options)} />
      {narrow ? (
        <SheetButton filters={filters} change={change} />
      ) : (
        <>
          <FilterPopup label={translate("filters.dates")} icon={CalendarDays}>
            <DateFields from={from} to={to} onChange={change} />
          </FilterPopup>
          {withControls
            .filter(([, { inSheetAlone }]) => !inSheetAlone)
            .map(([name, { title }]) => (
              <FilterPopup key={name} label={title(words)}>
                <FilterControl name={name} filters={filters} change={change} />
              </FilterPopup>
            ))}
        </>
      )}
      {!isPhone && (
        <Button
          aria-pressed={starred !== ""}
          label={translate("star.only")}
          onClick={() => change({ starred: starred ? "" : "yes" })}
        >
          <Star size={18} fill={starred ? "currentColor" : "none"} aria-hidden />
        </Button>
      )}
      {!isPhone && <SavedViews />}
      <FilterChips filters={filters} change={change} />
    </section>
  );
}

function SheetButton(props: {
  filters: Filters;
  change: (change: Partial<Filters>, options?: { replace: boolean }) => void;
}) {
  const { translate } = useTranslation();
  const [open, setOpen] = useState(false);
  const { starred, from, to } = props.filters;
  const inUse = withControls.reduce(
    (sum, [name]) => sum + [props.filters[name]].flat().filter((one) => one !== "").length,
    Number(starred !== "") + Number(from !== "" || to !== ""),
  );
  return (
    <>
      <Button
        aria-label={`${translate("filters.title")} ${inUse || ""}`.trim()}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(true)}
      >
        <SlidersHorizontal size={18} aria-hidden />
        {inUse > 0 && inUse}
      </Button>
      {open && (
        <Later>
          <FilterSheet {...props} onClose={() => setOpen(false)} />
        </Later>
      )}
    </>
  );
}
