import { skipToken, useQuery } from "@apollo/client/react";
import { lazy } from "react";
import { useSearchParams } from "wouter";
import { dateIn } from "../calendar/calendar";
import { useTimeZone } from "../calendar/useTimeZone";
import { useChangeFilters } from "../filters/filters";
import { useTranslation } from "../i18n/Translation";
import { Choice } from "../ui/Choice";
import { Later } from "../ui/Later";
import { StatisticsChartDocument } from "./StatisticsChart.generated";
import styles from "./StatisticsChart.module.css";
import { lastDayOf, spanOf, steps } from "./span";

const Plot = lazy(() => import("./Plot"));

/** Tasks and credits per day, week or month; drawn, and as a table for those who cannot see it. A press shows what was made then. */
export function StatisticsChart() {
  const { translate, format } = useTranslation();
  const [parameters, setParameters] = useSearchParams();
  const step = steps.find((one) => one === parameters.get("step")) ?? "DAY";
  const timeZone = useTimeZone();
  const { data, previousData } = useQuery(
    StatisticsChartDocument,
    timeZone
      ? { variables: { period: step, ...spanOf(step, dateIn(timeZone)) }, fetchPolicy: "cache-and-network" }
      : skipToken,
  );
  const history = (data ?? previousData)?.statisticsHistory;
  const change = useChangeFilters();
  const showPeriod = (from: string) => change({ from, to: lastDayOf(step, from) });

  return (
    <figure className={styles.chart}>
      <figcaption className={styles.caption}>
        {translate("chart.title")}
        <Choice
          label={translate("chart.step")}
          values={steps}
          chosen={step}
          nameOf={(one) => translate(`step.${one}`)}
          onChange={(one) =>
            setParameters((current) => {
              current.set("step", one);
              return current;
            })
          }
        />
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
                  {periodDate && (
                    <button
                      type="button"
                      className={styles.period}
                      title={translate("chart.showTasks")}
                      onClick={() => showPeriod(periodDate)}
                    >
                      {format.period(periodDate, step)}
                    </button>
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
