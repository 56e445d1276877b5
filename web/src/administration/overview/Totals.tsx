import { useApolloClient, useQuery } from "@apollo/client/react";
import { useEffect } from "react";
import { foreignName } from "../../calendar/calendar";
import { useTranslation } from "../../i18n/Translation";
import { PeriodChoice, usePeriod } from "../../statistics/PeriodChoice";
import { StatisticsCards } from "../../statistics/StatisticsCards";
import { StatisticsCardsDocument } from "../../statistics/StatisticsCards.generated";
import { StatisticsChart } from "../../statistics/StatisticsChart";
import { StatisticsChartDocument } from "../../statistics/StatisticsChart.generated";
import { Panel } from "../../ui/Panel";
import panel from "../../ui/Panel.module.css";
import { useWords } from "../words/useWords";

/** Milliseconds between two reads. The server updates the totals of all users as often. */
const pollMs = 10_000;

/**
 * The statistics of all users, in the form in which the history page shows one user's. They are read again while the
 * page is visible.
 */
export function Totals() {
  const { translate, format, language } = useTranslation();
  const words = useWords();
  const client = useApolloClient();
  const [period] = usePeriod();
  const { data } = useQuery(StatisticsCardsDocument, { variables: { period }, fetchPolicy: "cache-only" });
  const { updatedAt, timeZone } = data?.statistics ?? {};
  const zone = timeZone && foreignName(timeZone, language);
  useEffect(() => {
    const timer = setInterval(() => {
      const include = [StatisticsCardsDocument, StatisticsChartDocument];
      if (!document.hidden) client.refetchQueries({ include }).catch(() => undefined);
    }, pollMs);
    return () => clearInterval(timer);
  }, [client]);

  return (
    <Panel title={words("totals")} action={<PeriodChoice />}>
      <StatisticsCards period={period} />
      <StatisticsChart period={period} />
      <p className={panel.note}>
        {[
          updatedAt && words("totals.updatedAt", { time: format.dateTime(updatedAt) }),
          zone && translate("days.begin", { zone }),
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
    </Panel>
  );
}
