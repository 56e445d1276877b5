import { useQuery } from "@apollo/client/react";
import { ChevronDown } from "lucide-react";
import { useState } from "react";
import { Link } from "wouter";
import { LoadingOrError } from "../../connection/LoadingOrError";
import { useTranslation } from "../../i18n/Translation";
import { useReason } from "../../tasks/useReason";
import { buttonClass } from "../../ui/Button";
import { Panel } from "../../ui/Panel";
import panel from "../../ui/Panel.module.css";
import { Table } from "../../ui/Table";
import { Bar } from "../Bar";
import { useWords } from "../words/useWords";
import { FailuresDocument } from "./Failures.generated";
import styles from "./Failures.module.css";

/**
 * The latest failures of all users' tasks, grouped by message and model. Each group links to its latest failed task.
 */
export function Failures() {
  const { translate, format } = useTranslation();
  const words = useWords();
  const { data, error, refetch } = useQuery(FailuresDocument, { fetchPolicy: "cache-and-network" });
  const reason = useReason();
  const [opened, setOpened] = useState<string>();
  const failures = data?.admin?.failures;
  const most = Math.max(...(failures ?? []).map(({ tasks }) => tasks));

  return (
    <Panel
      title={words("failures")}
      action={
        <Link className={buttonClass("quiet")} href="/users?order=FAILED_TASKS">
          {words("failures.byUser")}
        </Link>
      }
    >
      <p className={panel.note}>{words("failures.description")}</p>
      {!failures && <LoadingOrError error={error} onRetry={refetch} />}
      {failures?.length === 0 && <p role="status">{words("failures.none")}</p>}
      {failures && failures.length > 0 && (
        <Table
          label={words("failures")}
          columns={[
            words("failures.errorMessage"),
            words("failures.modelVersion"),
            { name: words("failures.tasks"), number: true },
            { name: words("failures.users"), number: true },
            { name: words("failures.lastFailedAt"), number: true },
          ]}
          rows={failures.map((group) => {
            const { failureCode, errorMessage, modelVersion, tasks, users, lastFailedAt, taskId, userId } =
              group;
            const message = errorMessage ?? words("failures.removed");
            return {
              key: taskId,
              cells: [
                <span key="message">
                  {failureCode && <strong className={styles.reason}>{reason(failureCode)}</strong>}
                  <span dir="auto">{message}</span>
                </span>,
                modelVersion ?? translate("usage.noModel"),
                <span key="tasks">
                  {format.number(tasks)}
                  <Bar share={tasks / most} />
                </span>,
                <button
                  key="users"
                  type="button"
                  className={styles.users}
                  aria-expanded={opened === taskId}
                  aria-label={words("failures.whose", { count: format.number(users), message })}
                  onClick={() => setOpened(opened === taskId ? undefined : taskId)}
                >
                  {format.number(users)}
                  <ChevronDown size={14} aria-hidden />
                </button>,
                <Link key="last" href={`/users/${userId}/tasks/${taskId}`} onClick={() => scrollTo(0, 0)}>
                  <time dateTime={lastFailedAt}>{format.dateTime(lastFailedAt)}</time>
                </Link>,
              ],
              below: opened === taskId && <FailingUsers users={group.failingUsers} />,
            };
          })}
        />
      )}
    </Panel>
  );
}

/** The users in a group of failures, each a link to that user's failed tasks. */
function FailingUsers({ users }: { users: { userId: string; tasks: number }[] }) {
  const { format } = useTranslation();
  const words = useWords();
  return (
    <ul className={styles.list} aria-label={words("failures.mostOften")}>
      {users.map(({ userId, tasks }) => (
        <li key={userId}>
          <Link href={`/users/${userId}?status=FAILED`} onClick={() => scrollTo(0, 0)}>
            {userId}
          </Link>
          {words("failures.ofUser", { count: format.number(tasks) })}
        </li>
      ))}
    </ul>
  );
}
