import { useQuery } from "@apollo/client/react";
import { Link } from "wouter";
import { LoadingOrError } from "../../connection/LoadingOrError";
import { useTranslation } from "../../i18n/Translation";
import { Panel } from "../../ui/Panel";
import panel from "../../ui/Panel.module.css";
import { Table } from "../../ui/Table";
import { Bar } from "../Bar";
import { useWords } from "../words/useWords";
import { FailuresDocument } from "./Failures.generated";

/**
 * The latest failures of all users' tasks, grouped by message and model. Each group links to the task that
 * failed last.
 */
export function Failures() {
  const { translate, format } = useTranslation();
  const words = useWords();
  const { data, error, refetch } = useQuery(FailuresDocument, { fetchPolicy: "cache-and-network" });
  const failures = data?.admin?.failures;
  const most = Math.max(...(failures ?? []).map(({ tasks }) => tasks));

  return (
    <Panel title={words("failures")}>
      <p className={panel.note}>{words("failures.description")}</p>
      {!failures && <LoadingOrError error={error} onRetry={refetch} />}
      {failures?.length === 0 && <p role="status">{words("failures.none")}</p>}
      {failures && failures.length > 0 && (
        <Table
          label={words("failures")}
          columns={[
            words("failures.errorMessage"),
            words("failures.modelVersion"),
            words("failures.tasks"),
            words("failures.users"),
            words("failures.lastFailedAt"),
          ]}
          rows={failures.map(
            ({ errorMessage, modelVersion, tasks, users, lastFailedAt, taskId, userId }) => ({
              key: taskId,
              cells: [
                <span key="message" dir="auto">
                  {errorMessage ?? words("failures.removed")}
                </span>,
                modelVersion ?? translate("usage.noModel"),
                <span key="tasks">
                  {format.number(tasks)}
                  <Bar share={tasks / most} />
                </span>,
                format.number(users),
                <Link key="last" href={`/users/${userId}/tasks/${taskId}`} onClick={() => scrollTo(0, 0)}>
                  <time dateTime={lastFailedAt}>{format.dateTime(lastFailedAt)}</time>
                </Link>,
              ],
            }),
          )}
        />
      )}
    </Panel>
  );
}
