import { useSearchParams } from "wouter";
import { foreignName } from "../calendar/calendar";
import { useTimeZone } from "../calendar/useTimeZone";
import { useTranslation } from "../i18n/Translation";
import type { StatisticsPeriod } from "../schema.generated";
import { Choice } from "../ui/Choice";
import { StatisticsCards } from "./StatisticsCards";
import { StatisticsChart } from "./StatisticsChart";
import styles from "./StatisticsPanel.module.css";

const periods: StatisticsPeriod[] = ["DAY", "WEEK", "MONTH", "ALL_TIME"];

export function StatisticsPanel() {
  const { translate, language } = useTranslation();
  const timeZone = useTimeZone();
  const zoneName = timeZone && foreignName(timeZone, language);
  const [parameters, setParameters] = useSearchParams();
  const period = periods.find((one) => one === parameters.get("period")) ?? "ALL_TIME";

  return (
    <section className={styles.panel} aria-labelledby="statistics">
      <header className={styles.header}>
        <h2 id="statistics" className={styles.title}>
          {translate("statistics.title")}
        </h2>
        <Choice
          label={translate("statistics.period")}
          values={periods}
          chosen={period}
          nameOf={(one) => translate(`period.${one}`)}
          onChange={(one) =>
            setParameters((current) => {
              current.set("period", one);
              return current;
            })
          }
        />
      </header>
      <StatisticsCards period={period} />
      <StatisticsChart />
      {zoneName && <p className={styles.zone}>{translate("days.begin", { zone: zoneName })}</p>}
    </section>
  );
}
