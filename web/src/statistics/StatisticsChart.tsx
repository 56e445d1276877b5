import { skipToken, useQuery } from "@apollo/client/react";
import { lazy } from "react";
import { dateIn } from "../calendar/calendar";
import { useTimeZone } from "../calendar/useTimeZone";
import { useTranslation } from "../i18n/Translation";
import { Choice } from "../ui/Choice";
import { Later } from "../ui/Later";
import { useInAddress } from "../ui/useInAddress";
import { StatisticsChartDocument } from "./StatisticsChart.generated";
import styles from "./StatisticsChart.module.css";
import { lastDayOf, spanOf, steps } from "./span";

const Plot = lazy(() => import("./Plot"));

interface Props {
  /** Called with the first and the last date of a period that is pressed. */
  onPress?: (from: string, to: string) => void;
}

/** A calendar date, in days since 1970. */
const dayOf = (date: string) => Date.parse(date) / 86_400_000;

/** Tasks and credits by day, week or month, as a chart, and as a table for those who cannot see it. */
export function StatisticsChart({ onPress }: Props) {
  const { translate, format } = useTranslation();
  const [step, setStep] = useInAddress("step", steps);
  const timeZone = useTimeZone();
  const span = timeZone && spanOf(step, dateIn(timeZone));
  const { data, previousData } = useQuery(
    StatisticsChartDocument,
    span ? { variables: { period: step, ...span }, fetchPolicy: "cache-and-network" } : skipToken,
  );
  const history = (data ?? previousData)?.statisticsHistory;
  const showPeriod = onPress && ((from: string) => onPress(from, lastDayOf(step, from)));

  return (
    <figure className={styles.chart}>
      <figcaption className={styles.caption}>
        {span
          ? translate("chart.titleOf", { days: format.days(dayOf(span.from), dayOf(span.to) - 1) })
          : translate("chart.title")}
        <Choice
          label={translate("chart.step")}
          values={steps}
          chosen={step}
          nameOf={(one) => translate(`step.${one}`)}
          onChange={setStep}
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
