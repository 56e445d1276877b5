import { useQuery } from "@apollo/client/react";
import { useLocation } from "wouter";
import { LoadingOrError } from "../../connection/LoadingOrError";
import { More } from "../../connection/More";
import { useTranslation } from "../../i18n/Translation";
import { Choice } from "../../ui/Choice";
import { Panel } from "../../ui/Panel";
import { Table } from "../../ui/Table";
import { useInAddress } from "../../ui/useInAddress";
import { useWords } from "../words/useWords";
import { UserField } from "./UserField";
import { UserLink } from "./UserLink";
import { UserRankingDocument } from "./UserRanking.generated";

const orders = ["CREDITS", "TASKS", "TOKENS", "STORAGE"] as const;

/** The users, ordered by what the address names, and a field to find one by their id. */
export function UserRanking() {
  const { format } = useTranslation();
  const words = useWords();
  const [, navigate] = useLocation();
  const [orderBy, setOrder] = useInAddress("order", orders);
  const { data, previousData, error, loading, refetch, fetchMore } = useQuery(UserRankingDocument, {
    variables: { orderBy },
    fetchPolicy: "cache-and-network",
    notifyOnNetworkStatusChange: true,
  });
  const users = (data ?? previousData)?.admin?.users;

  return (
    <Panel
      title={words("users")}
      action={
        <Choice
          label={words("users.order")}
          values={orders}
          chosen={orderBy}
          nameOf={(one) => words(`users.${one}`)}
          onChange={setOrder}
        />
      }
    >
      <UserField label={words("users.find")} onChange={(id) => id && navigate(`/users/${id}`)} />
      {!users && <LoadingOrError error={error} onRetry={refetch} />}
      {users?.nodes.length === 0 && <p role="status">{words("users.none")}</p>}
      {users && users.nodes.length > 0 && (
        <Table
          label={words("users")}
          columns={[
            words("users.user"),
            words("users.CREDITS"),
            words("users.TASKS"),
            words("users.TOKENS"),
            words("users.STORAGE"),
            words("users.available"),
            words("users.lastTaskAt"),
          ]}
          rows={users.nodes.map((user) => ({
            key: user.userId,
            cells: [
              <UserLink key={user.userId} id={user.userId} />,
              format.number(user.totalCreditsDeducted),
              format.number(user.totalTasks),
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
