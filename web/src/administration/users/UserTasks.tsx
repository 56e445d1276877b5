import { ApolloProvider, useQuery } from "@apollo/client/react";
import { useEffect, useState } from "react";
import { Link, Router } from "wouter";
import { useConnection } from "../../connection/Connection";
import { ExportButton, Exports } from "../../export/Exports";
import { FailureReasons } from "../../failures/FailureReasons";
import FilterBar from "../../filters/FilterBar";
import { useTranslation } from "../../i18n/Translation";
import { TaskList } from "../../list/TaskList";
import { ViewMenu } from "../../list/ViewMenu";
import { useMoney } from "../../money/useMoney";
import { ReadOnly } from "../../tasks/readOnly";
import { buttonClass } from "../../ui/Button";
import { Later } from "../../ui/Later";
import { Panel } from "../../ui/Panel";
import { StickyBar } from "../../ui/StickyBar";
import { Amounts } from "../Amounts";
import { administratorsClient } from "../asAdministrator";
import { useWords } from "../words/useWords";
import styles from "./User.module.css";
import { UserUsageDocument } from "./UserTasks.generated";

/**
 * A user's usage, and their tasks as the user sees them, at `/admin/users/ID` and below. Nothing can be changed here.
 */
export function UserTasks({ id }: { id: string }) {
  const connection = useConnection();
  const [client] = useState(() => administratorsClient(connection, id));
  useEffect(() => () => client.stop(), [client]);
  return (
    <ApolloProvider client={client}>
      <Exports>
        <Used id={id} />
        <Router base={`/users/${id}`}>
          <ReadOnly value>
            <Later>
              <StickyBar>
                <FilterBar />
                <ViewMenu />
              </StickyBar>
              <FailureReasons>
                <TaskList />
              </FailureReasons>
            </Later>
          </ReadOnly>
        </Router>
      </Exports>
    </ApolloProvider>
  );
}

function Used({ id }: { id: string }) {
  const { format } = useTranslation();
  const words = useWords();
  const money = useMoney();
  const { data } = useQuery(UserUsageDocument, { variables: { id }, fetchPolicy: "cache-and-network" });
  const user = data?.admin?.user;
  return (
    <Panel title={words("user.title")} action={<Ways id={id} />}>
      <p className={styles.id}>{id}</p>
      {data?.user?.subject && <p className={styles.id}>{data.user.subject}</p>}
      {data && !user && <p role="status">{words("user.none")}</p>}
      {user && (
        <Amounts
          amounts={[
            [words("user.plan"), data.user?.plan.name ?? "–"],
            [words("users.CREDITS"), format.number(user.totalCreditsDeducted)],
            [words("users.COST"), money.sum(user.totalCost)],
            [words("users.TASKS"), format.number(user.totalTasks)],
            [words("users.FAILED_TASKS"), format.number(user.failedTasks)],
            [words("users.TOKENS"), format.number(user.totalTokensUsed)],
            [words("users.STORAGE"), format.size(user.storageUsed)],
            [words("users.available"), user.credits ? format.number(user.credits.available) : "–"],
            [words("users.lastTaskAt"), user.lastTaskAt ? format.dateTime(user.lastTaskAt) : "–"],
          ]}
        />
      )}
    </Panel>
  );
}

function Ways({ id }: { id: string }) {
  const words = useWords();
  return (
    <span className={styles.ways}>
      <ExportButton kind="quiet" />
      <Link className={buttonClass("quiet")} href={`/audit?user=${id}`}>
        {words("user.audit")}
      </Link>
      <Link className={buttonClass("quiet")} href={`/removal?user=${id}`}>
        {words("user.erase")}
      </Link>
    </span>
  );
}
