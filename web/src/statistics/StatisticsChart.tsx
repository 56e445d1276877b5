import { skipToken, useQuery } from "@apollo/client/react";
import type { StatisticsPeriod } from "@task-record/client/schema.generated";
import { lazy, useMemo } from "react";
import { addDays, dateIn } from "../calendar/calendar";
import { useTimeZone } from "../calendar/useTimeZone";
import { useTranslation } from "../i18n/Translation";
import { Choice } from "../ui/Choice";
import { Later } from "../ui/Later";
import { useInAddress } from "../ui/useInAddress";
import { StatisticsChartDocument, type StatisticsChartQuery } from "./StatisticsChart.generated";
import styles from "./StatisticsChart.module.css";
import { allTimeSteps, lastDayOf, type Step, shownMonths, spanOf, startOf } from "./span";

const Plot = lazy(() => import("./Plot"));

interface Props {
  period: StatisticsPeriod;
  /** Called with the first and the last date of a pressed period. */
  onPress?: (from: string, to: string) => void;
}

/** A calendar date, in days since 1970. */
const dayOf = (date: string) => Date.parse(date) / 86_400_000;

/** Tasks and credits by day, week or month, as a chart and, for screen readers, as a table. */
export function StatisticsChart({ period, onPress }: Props) {
  const { translate, format } = useTranslation();
  const [chosen, setStep] = useInAddress("step", allTimeSteps);
  const step = period === "ALL_TIME" ? chosen : "DAY";
  const timeZone = useTimeZone();
  const today = timeZone && dateIn(timeZone);
  const span =
    today &&
    (period === "ALL_TIME" ? spanOf(step, today) : { from: startOf(period, today), to: addDays(today, 1) });
  const { data, previousData } = useQuery(
    StatisticsChartDocument,
    span && period !== "DAY"
      ? { variables: { period: step, ...span }, fetchPolicy: "cache-and-network" }
      : skipToken,
  );
  const found = (data ?? previousData)?.statisticsHistory;
  const history = useMemo(() => withoutEmptyBeginning(found, step), [found, step]);
  const first = history?.[0]?.periodDate ?? (span ? span.from : undefined);
  const showPeriod = onPress && ((from: string) => onPress(from, lastDayOf(step, from)));
  // The cards show a single day's totals.
  if (period === "DAY") return null;

  return (
    <figure className={styles.chart}>
      <figcaption className={styles.caption}>
        <span className={styles.title}>
          {span && first
            ? translate("chart.titleOf", { days: format.days(dayOf(first), dayOf(span.to) - 1) })
            : translate("chart.title")}
        </span>
        {period === "ALL_TIME" && (
          <Choice
            label={translate("chart.step")}
            values={allTimeSteps}
            chosen={step}
            nameOf={(one) => translate(`step.${one}`)}
            onChange={setStep}
          />
        )}
      </figcaption>
      <div className={styles.plot} aria-hidden>
        <Later>{history && <Plot step={step} history={history} onPress={showPeriod} />}</Later>
      </div>
      <details className={styles.table}>
        <summary>{translate("chart.table")}</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">{translate("chart.date")}</th>
              <th scope="col">{translate("chart.tasks")}</th>
              <th scope="col">{translate("chart.credits")}</th>
            </tr>
          </thead>
          <tbody>
            {history?.map(({ periodDate, totalTasks, totalCreditsDeducted }) => (
              <tr key={periodDate}>
                <th scope="row">
                  {periodDate && showPeriod ? (
                    <button
                      type="button"
                      className={styles.period}
                      title={translate("chart.showTasks")}
                      onClick={() => showPeriod(periodDate)}
                    >
                      {format.period(periodDate, step)}
                    </button>
                  ) : (
                    periodDate && format.period(periodDate, step)
                  )}
                </th>
                <td>{format.number(totalTasks)}</td>
                <td>{format.number(totalCreditsDeducted)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}

/** The months from the first one with a task, but at least a year. Days and weeks are unchanged. */
function withoutEmptyBeginning(history: StatisticsChartQuery["statisticsHistory"] | undefined, step: Step) {
  if (!history || step !== "MONTH") return history;
  const first = history.findIndex(({ totalTasks }) => totalTasks > 0);
  return history.slice(
    Math.min(first === -1 ? history.length : first, Math.max(history.length - shownMonths, 0)),
  );
}
