import { ChevronDown } from "lucide-react";
import { lazy, useState } from "react";
import { useTranslation } from "../i18n/Translation";
import { Later } from "../ui/Later";
import { PeriodChoice, usePeriod } from "./PeriodChoice";
import { StatisticsCards } from "./StatisticsCards";
import styles from "./StatisticsPanel.module.css";

const StatisticsDetails = lazy(() => import("./StatisticsDetails"));
const storageKey = "task-record.statistics-open";

/**
 * The totals, in a line if the panel is closed; if it is open, as cards, with a chart and the usage. The
 * browser remembers whether it is open.
 */
export function StatisticsPanel() {
  const { translate } = useTranslation();
  const [period] = usePeriod();
  const [open, setOpen] = useState(() => localStorage.getItem(storageKey) === "yes");

  return (
    <section className={styles.panel} aria-labelledby="statistics">
      <header className={styles.header}>
        <h2 className={styles.title}>
          <button
            type="button"
            id="statistics"
            className={styles.fold}
            aria-expanded={open}
            onClick={() => {
              localStorage.setItem(storageKey, open ? "no" : "yes");
              setOpen(!open);
            }}
          >
            {translate("statistics.title")}
            <ChevronDown size={18} aria-hidden />
          </button>
        </h2>
        {open ? <PeriodChoice /> : <StatisticsCards period={period} folded />}
      </header>
      {open && (
        <Later>
          <StatisticsDetails period={period} />
        </Later>
      )}
    </section>
  );
}
