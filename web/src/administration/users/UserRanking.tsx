import { useQuery } from "@apollo/client/react";
import { useMemo } from "react";
import { useLocation } from "wouter";
import { LoadingOrError } from "../../connection/LoadingOrError";
import { More } from "../../connection/More";
import { useTranslation } from "../../i18n/Translation";
import { useMoney } from "../../money/useMoney";
import { Choice } from "../../ui/Choice";
import field from "../../ui/field.module.css";
import { Panel } from "../../ui/Panel";
import { Table } from "../../ui/Table";
import { useInAddress } from "../../ui/useInAddress";
import { useMediaQuery } from "../../ui/useMediaQuery";
import { useWords } from "../words/useWords";
import styles from "./User.module.css";
import { UserField } from "./UserField";
import { UserLink } from "./UserLink";
import { UserRankingDocument } from "./UserRanking.generated";

const figures = ["CREDITS", "COST", "TASKS", "FAILED_TASKS", "TOKENS", "STORAGE"] as const;
const orders = [...figures, "LAST_TASK"] as const;
/** Days without a task after which a user counts as gone. */
const absences = ["0", "14", "30", "90"] as const;

/**
 * The users in the order that the address names: all of them, or only those without a task for some days. A field
 * finds a user by id.
 */
export function UserRanking() {
  const { format } = useTranslation();
  const words = useWords();
  const money = useMoney();
  const narrow = useMediaQuery("(max-width: 760px)");
  const [, navigate] = useLocation();
  const [orderBy, setOrder] = useInAddress("order", orders);
  const [absence, setAbsence] = useInAddress("gone", absences);
  const lastTaskBefore = useMemo(
    () => (absence === "0" ? null : new Date(Date.now() - Number(absence) * 86_400_000).toISOString()),
    [absence],
  );
  const { data, previousData, error, loading, refetch, fetchMore } = useQuery(UserRankingDocument, {
    variables: { orderBy, lastTaskBefore },
    fetchPolicy: "cache-and-network",
    notifyOnNetworkStatusChange: true,
  });
  const users = (data ?? previousData)?.admin?.users;

  return (
    <Panel
      title={words("users")}
      action={
        // On wider screens the headings of the columns set the order.
        narrow && (
          <label className={styles.order}>
            {words("users.order")}
            <select
              className={field.input}
              value={orderBy}
              onChange={({ target }) => setOrder(target.value as (typeof orders)[number])}
            >
              {orders.map((order) => (
                <option key={order} value={order}>
                  {words(order === "LAST_TASK" ? "users.lastTaskAt" : `users.${order}`)}
                </option>
              ))}
            </select>
          </label>
        )
      }
    >
      <Choice
        label={words("users.gone")}
        values={absences}
        chosen={absence}
        nameOf={(days) =>
          days === "0" ? words("users.all") : words("users.goneFor", { days: format.dayCount(Number(days)) })
        }
        onChange={setAbsence}
      />
      <UserField label={words("users.find")} onChange={(id) => id && navigate(`/users/${id}`)} />
      {!users && <LoadingOrError error={error} onRetry={refetch} />}
      {users?.nodes.length === 0 && <p role="status">{words("users.none")}</p>}
      {users && users.nodes.length > 0 && (
        <Table
          label={words("users")}
          linked
          columns={[
            words("users.user"),
            ...figures.map((order) => ({
              name: words(`users.${order}`),
              number: true,
              sorted: order === orderBy,
              onSort: () => setOrder(order),
            })),
            { name: words("users.available"), number: true },
            {
              name: words("users.lastTaskAt"),
              number: true,
              sorted: orderBy === "LAST_TASK",
              onSort: () => setOrder("LAST_TASK"),
            },
          ]}
          rows={users.nodes.map((user) => ({
            key: user.userId,
            cells: [
              <UserLink key={user.userId} id={user.userId} />,
              format.number(user.totalCreditsDeducted),
              money.sum(user.totalCost),
              format.number(user.totalTasks),
              format.number(user.failedTasks),
              format.number(user.totalTokensUsed),
              format.size(user.storageUsed),
              user.credits ? format.number(user.credits.available) : "–",
              user.lastTaskAt ? format.dateTime(user.lastTaskAt) : "–",
            ],
          }))}
        />
      )}
      <More
        label={words("more")}
        hasNextPage={users?.pageInfo.hasNextPage ?? false}
        loading={loading}
        onMore={() => fetchMore({ variables: { after: users?.pageInfo.endCursor } })}
      />
    </Panel>
  );
}
