import "uplot/dist/uPlot.min.css";
import { useQuery } from "@apollo/client/react";
import { useMemo } from "react";
import { useSearchParams } from "wouter";
import { useTranslation } from "../i18n/Translation";
import { Choice } from "../ui/Choice";
import { StatisticsChartDocument } from "./StatisticsChart.generated";
import styles from "./StatisticsChart.module.css";
import { spanOf, steps } from "./span";
import { usePlot } from "./usePlot";

/** Tasks and credits per day, week or month; drawn, and as a table for those who cannot see it. */
export default function StatisticsChart() {
  const { translate, format } = useTranslation();
  const [parameters, setParameters] = useSearchParams();
  const step = steps.find((one) => one === parameters.get("step")) ?? "DAY";
  const span = useMemo(() => spanOf(step), [step]);
  const { data, previousData } = useQuery(StatisticsChartDocument, {
    variables: { period: step, ...span },
    fetchPolicy: "cache-and-network",
  });
  const history = (data ?? previousData)?.statisticsHistory;
  const plot = usePlot(history);

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
      <div ref={plot} className={styles.plot} aria-hidden />
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
                <th scope="row">{periodDate && format.day(periodDate)}</th>
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
