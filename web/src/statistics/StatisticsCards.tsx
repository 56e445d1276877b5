import { useApolloClient, useQuery } from "@apollo/client/react";
import type { StatisticsPeriod } from "@task-record/client/schema.generated";
import { CircleCheck, Coins, Layers, Timer } from "lucide-react";
import { askFailedAgain } from "../connection/Connection";
import { useTranslation } from "../i18n/Translation";
import { Button } from "../ui/Button";
import { StatisticsCardsDocument } from "./StatisticsCards.generated";
import styles from "./StatisticsCards.module.css";

/** The totals of the period as cards. */
export function StatisticsCards({ period }: { period: StatisticsPeriod }) {
  const { translate, format } = useTranslation();
  const client = useApolloClient();
  const { data, error } = useQuery(StatisticsCardsDocument, {
    variables: { period },
    fetchPolicy: "cache-and-network",
  });
  if (error && !data)
    return (
      <p role="alert">
        {translate("statistics.unavailable")} {/* Also for the chart, which failed with the same error. */}
        <Button onClick={() => askFailedAgain(client)}>{translate("retry")}</Button>
      </p>
    );
  const totals = data?.statistics;

  const cards = [
    {
      Icon: Layers,
      name: translate("statistics.totalTasks"),
      value: totals && format.number(totals.totalTasks),
      detail:
        totals &&
        [
          translate("statistics.successAndFailure", {
            successful: format.number(totals.successfulTasks),
            failed: format.number(totals.failedTasks),
          }),
          totals.canceledTasks > 0 &&
            translate("statistics.canceled", { canceled: format.number(totals.canceledTasks) }),
        ]
          .filter(Boolean)
          .join(" · "),
    },
    {
      Icon: CircleCheck,
      name: translate("statistics.successRate"),
      value: totals && (totals.successRate === null ? "–" : format.percent(totals.successRate)),
    },
    {
      Icon: Coins,
      name: translate("statistics.credits"),
      value: totals && format.number(totals.totalCreditsDeducted),
      detail:
        totals &&
        [
          Number(totals.totalCost) > 0 && format.sum(totals.totalCost, totals.currency),
          translate("statistics.tokens", { tokens: format.number(totals.totalTokensUsed) }),
        ]
          .filter(Boolean)
          .join(" · "),
    },
    {
      Icon: Timer,
      name: translate("statistics.averageTime"),
      value:
        totals && (totals.avgGenerationTimeMs === null ? "–" : format.duration(totals.avgGenerationTimeMs)),
    },
  ];

  return (
    <dl className={styles.cards} aria-busy={!totals}>
      {cards.map(({ Icon, name, value, detail }) => (
        <div key={name} className={styles.card}>
          <dt className={styles.name}>
            <Icon size={16} aria-hidden />
            {name}
          </dt>
          <dd className={styles.value} data-long={(value?.length ?? 0) > 9}>
            {value ?? <span className={styles.blank} />}
          </dd>
          <dd className={styles.detail}>{detail}</dd>
        </div>
      ))}
    </dl>
  );
}
