import { lazy } from "react";
import { useTranslation } from "../i18n/Translation";
import { Later } from "../ui/Later";
import { PeriodChoice, usePeriod } from "./PeriodChoice";
import styles from "./StatisticsPanel.module.css";

const StatisticsDetails = lazy(() => import("./StatisticsDetails"));

/** The totals of a period as cards, with a chart and the usage. */
export default function StatisticsPanel() {
  const { translate } = useTranslation();
  const [period] = usePeriod();
  return (
    <section className={styles.panel} aria-labelledby="statistics">
      <header className={styles.header}>
        <h2 id="statistics" className={styles.title}>
          {translate("statistics.title")}
        </h2>
        <PeriodChoice />
      </header>
      <Later>
        <StatisticsDetails period={period} />
      </Later>
    </section>
  );
}
