import type { StatisticsPeriod } from "@task-record/client/schema.generated";
import { lazy } from "react";
import { dateIn, foreignName } from "../calendar/calendar";
import { useTimeZone } from "../calendar/useTimeZone";
import { useShowTasks } from "../filters/useShowTasks";
import { useTranslation } from "../i18n/Translation";
import { Later } from "../ui/Later";
import Usage from "../usage/Usage";
import { StatisticsCards } from "./StatisticsCards";
import { StatisticsChart } from "./StatisticsChart";
import styles from "./StatisticsPanel.module.css";
import { startOf } from "./span";

const Insights = lazy(() => import("../insights/Insights"));

/** The content of the statistics panel. */
export default function StatisticsDetails({ period }: { period: StatisticsPeriod }) {
  const { translate, language } = useTranslation();
  const timeZone = useTimeZone();
  const show = useShowTasks();
  const zoneName = timeZone && foreignName(timeZone, language);
  return (
    <>
      <StatisticsCards period={period} />
      <StatisticsChart period={period} onPress={(from, to) => show({ from, to })} />
      {zoneName && <p className={styles.zone}>{translate("days.begin", { zone: zoneName })}</p>}
      <Later>
        <Insights />
      </Later>
      <Usage from={period === "ALL_TIME" || !timeZone ? undefined : startOf(period, dateIn(timeZone))} />
    </>
  );
}
