import { useQuery } from "@apollo/client/react";
import { CircleCheck, Coins, Layers, Timer } from "lucide-react";
import { useTranslation } from "../i18n/Translation";
import type { StatisticsPeriod } from "../schema.generated";
import { StatisticsCardsDocument } from "./StatisticsCards.generated";
import styles from "./StatisticsCards.module.css";

/** The totals of the period as cards with details; if `folded`, as one line of numbers. */
export function StatisticsCards({ period, folded = false }: { period: StatisticsPeriod; folded?: boolean }) {
  const { translate, format } = useTranslation();
  const { data, error } = useQuery(StatisticsCardsDocument, {
    variables: { period },
    fetchPolicy: "cache-and-network",
  });
  if (error && !data) return <p role="alert">{translate("statistics.unavailable")}</p>;
  const totals = data?.statistics;
  const count = (value: number) => (folded && value >= 100_000 ? format.short : format.number)(value);

  const cards = [
    {
      Icon: Layers,
      name: translate("statistics.totalTasks"),
      value: totals && count(totals.totalTasks),
      detail:
        totals &&
        translate("statistics.successAndFailure", {
          successful: format.number(totals.successfulTasks),
          failed: format.number(totals.failedTasks),
        }),
    },
    {
      Icon: CircleCheck,
      name: translate("statistics.successRate"),
      value: totals && (totals.successRate === null ? "–" : format.percent(totals.successRate)),
    },
    {
      Icon: Coins,
      name: translate("statistics.credits"),
      value: totals && count(totals.totalCreditsDeducted),
      detail: totals && translate("statistics.tokens", { tokens: format.number(totals.totalTokensUsed) }),
    },
    {
      Icon: Timer,
      name: translate("statistics.averageTime"),
      value:
        totals && (totals.avgGenerationTimeMs === null ? "–" : format.duration(totals.avgGenerationTimeMs)),
    },
  ];

  return (
    <dl className={folded ? styles.line : styles.cards} aria-busy={!totals}>
      {cards.map(({ Icon, name, value, detail }) => (
        <div key={name} className={folded ? undefined : styles.card} title={folded ? name : undefined}>
          <dt className={styles.name}>
            <Icon size={16} aria-hidden />
            <span className={styles.text}>{name}</span>
          </dt>
          <dd className={folded ? undefined : styles.value} data-long={(value?.length ?? 0) > 9}>
            {value ?? <span className={styles.blank} />}
          </dd>
          {!folded && <dd className={styles.detail}>{detail}</dd>}
        </div>
      ))}
    </dl>
  );
}
