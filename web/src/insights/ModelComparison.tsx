import { skipToken, useQuery } from "@apollo/client/react";
import { useState } from "react";
import { Link, useSearch } from "wouter";
import { LoadingOrError } from "../connection/LoadingOrError";
import { ModelsUsedDocument } from "../filters/models/ModelsUsed.generated";
import { useTranslation } from "../i18n/Translation";
import { TaskThumbnails } from "../images/TaskThumbnails";
import { useMoney } from "../money/useMoney";
import { otherModels } from "../tasks/choices";
import { comparePath } from "../tasks/comparePath";
import field from "../ui/field.module.css";
import { Table } from "../ui/Table";
import {
  ModelComparisonDocument,
  type ModelComparisonQuery,
  type ModelResultsFragment,
} from "./Insights.generated";
import styles from "./Insights.module.css";
import { useInsightWords } from "./words";

/** Compares two models used between the dates, on the prompts given to both. Renders nothing for a single model. */
export function ModelComparison(span: { from: string; to: string }) {
  const words = useInsightWords();
  const [opened, setOpened] = useState(false);
  const [chosen, setChosen] = useState(["", ""]);
  const { data: used } = useQuery(ModelsUsedDocument, { variables: span });
  const { data, error, refetch } = useQuery(
    ModelComparisonDocument,
    opened && chosen[0] && chosen[1] && chosen[0] !== chosen[1]
      ? { variables: { models: chosen, ...span } }
      : skipToken,
  );
  const models = (used?.usage ?? []).flatMap(({ modelVersion }) =>
    modelVersion === null || modelVersion === otherModels ? [] : [modelVersion],
  );
  if (models.length < 2) return null;
  return (
    <details className={styles.comparison} onToggle={({ currentTarget }) => setOpened(currentTarget.open)}>
      <summary>{words("compare")}</summary>
      <div className={styles.choices}>
        {(["first", "second"] as const).map((name, place) => (
          <label key={name} className={field.field}>
            <span className={field.label}>{words(name)}</span>
            <select
              className={field.input}
              value={chosen[place]}
              onChange={({ target }) => setChosen(chosen.with(place, target.value))}
            >
              <option value="">{words("choose")}</option>
              {models.map((model) => (
                <option key={model} disabled={model === chosen[1 - place]}>
                  {model}
                </option>
              ))}
            </select>
          </label>
        ))}
      </div>
      {error && <LoadingOrError error={error} onRetry={refetch} />}
      {data && !data.compareModels && <p role="status">{words("none")}</p>}
      {data?.compareModels && <Compared {...data.compareModels} />}
    </details>
  );
}

type Comparison = NonNullable<ModelComparisonQuery["compareModels"]>;

function Compared({ promptCount, first, second, examples }: Comparison) {
  const words = useInsightWords();
  const { format } = useTranslation();
  const money = useMoney();
  const search = useSearch();
  const costs = [first, second].some(({ totalCost }) => Number(totalCost) > 0);
  const cells = (one: ModelResultsFragment) => [
    format.number(one.totalTasks),
    format.percent(one.successfulTasks / one.totalTasks),
    one.generationTimeMs === null ? "–" : format.duration(one.generationTimeMs),
    format.number(one.creditsDeducted),
    ...(costs ? [money.sum(one.totalCost)] : []),
    one.averageRating?.toFixed(1) ?? "–",
  ];
  return (
    <>
      <p role="status">{words("shared", { count: format.number(promptCount) })}</p>
      <Table
        label={words("compare")}
        columns={[
          words("model"),
          ...(
            ["tasks", "success", "time", "credits", ...(costs ? (["cost"] as const) : []), "rating"] as const
          ).map((name) => ({ name: words(name), number: true })),
        ]}
        rows={[first, second].map((one) => ({
          key: one.modelVersion,
          cells: [one.modelVersion, ...cells(one)],
        }))}
      />
      <ul className={styles.pairs}>
        {examples.map(
          ({ first, second }, place) =>
            first &&
            second && (
              <li key={first.id}>
                <Link
                  className={styles.pair}
                  href={comparePath(
                    [
                      { id: first.id, image: 0 },
                      { id: second.id, image: 0 },
                    ],
                    search,
                  )}
                  state={{ fromList: true }}
                  aria-label={words("side", { number: place + 1 })}
                >
                  {[first, second].map((task) => (
                    <span key={task.id} className={styles.task}>
                      <TaskThumbnails task={task} />
                    </span>
                  ))}
                </Link>
              </li>
            ),
        )}
      </ul>
    </>
  );
}
