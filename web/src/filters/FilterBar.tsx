import { CalendarDays, SlidersHorizontal, Star } from "lucide-react";
import { lazy, useState } from "react";
import { useTranslation } from "../i18n/Translation";
import { RatingChoice } from "../rating/RatingChoice";
import { useRatingWords } from "../rating/words";
import { Button } from "../ui/Button";
import { Later } from "../ui/Later";
import { useMediaQuery } from "../ui/useMediaQuery";
import styles from "./FilterBar.module.css";
import { FilterChips } from "./FilterChips";
import { FilterPopup } from "./FilterPopup";
import { type Filters, useFilters } from "./filters";
import { SearchField } from "./SearchField";
import { SavedViews } from "./saved/SavedViews";
import { useBringingViews } from "./saved/useBringingViews";

const LabelList = lazy(() => import("./labels/LabelList"));
const DateFields = lazy(() => import("./dates/DateFields"));
const FilterSheet = lazy(() => import("./FilterSheet"));
const ModelList = lazy(() => import("./models/ModelList"));
const StatusChoices = lazy(() => import("./StatusChoices"));
const TypeChoices = lazy(() => import("./TypeChoices"));

/** The search and the filters, in a row with what else is in their bar; the filters in use are below it. */
export default function FilterBar() {
  const { translate } = useTranslation();
  const words = useRatingWords();
  const { filters, change } = useFilters();
  useBringingViews();
  const narrow = useMediaQuery("(max-width: 1250px)");
  const isPhone = useMediaQuery("(max-width: 760px)");
  const { search, from, to, status, type, model, label, rating, starred } = filters;
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
          <FilterPopup label={translate("filters.status")}>
            <StatusChoices chosen={status} onChange={(status) => change({ status })} />
          </FilterPopup>
          <FilterPopup label={translate("filters.type")}>
            <TypeChoices chosen={type} onChange={(type) => change({ type })} />
          </FilterPopup>
          <FilterPopup label={translate("filters.model")}>
            <ModelList chosen={model} onChange={(model) => change({ model })} />
          </FilterPopup>
          <FilterPopup label={words("title")}>
            <RatingChoice chosen={rating} onChange={(rating) => change({ rating })} />
          </FilterPopup>
          <FilterPopup label={translate("filters.label")}>
            <LabelList chosen={label} onChange={(label) => change({ label })} />
          </FilterPopup>
        </>
      )}
      {!isPhone && (
        <Button
          icon
          aria-pressed={starred !== ""}
          aria-label={translate("star.only")}
          title={translate("star.only")}
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
  const { status, type, model, label, rating, board, starred, from, to } = props.filters;
  const inUse =
    status.length +
    type.length +
    model.length +
    label.length +
    board.length +
    Number(starred !== "") +
    Number(rating !== "") +
    Number(from !== "" || to !== "");
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
