import { useQuery } from "@apollo/client/react";
import { useSearchParams } from "wouter";
import { LoadingOrError } from "../../connection/LoadingOrError";
import { More } from "../../connection/More";
import { useTranslation } from "../../i18n/Translation";
import { Panel } from "../../ui/Panel";
import panel from "../../ui/Panel.module.css";
import { Table } from "../../ui/Table";
import { UserField } from "../users/UserField";
import { UserLink } from "../users/UserLink";
import { useWords } from "../words/useWords";
import { AuditTrailDocument } from "./AuditTrail.generated";
import { useDetailText } from "./useDetailText";

/** The audit, newest first: of all users, or of the user in the address. */
export function AuditTrail() {
  const { format } = useTranslation();
  const words = useWords();
  const detailText = useDetailText();
  const [parameters, setParameters] = useSearchParams();
  const user = parameters.get("user") ?? "";
  const { data, error, loading, refetch, fetchMore } = useQuery(AuditTrailDocument, {
    variables: user ? { userId: user } : {},
    fetchPolicy: "cache-and-network",
    notifyOnNetworkStatusChange: true,
  });
  const audit = data?.admin?.audit;

  return (
    <Panel title={words("audit")}>
      <p className={panel.note}>{words("audit.description")}</p>
      <UserField
        label={words("audit.onUser")}
        value={user}
        onChange={(id) => setParameters(id ? { user: id } : {})}
      />
      {!audit && <LoadingOrError error={error} onRetry={refetch} />}
      {audit?.nodes.length === 0 && <p role="status">{words("audit.none")}</p>}
      {audit && audit.nodes.length > 0 && (
        <Table
          label={words("audit")}
          columns={[
            words("audit.createdAt"),
            words("audit.action"),
            words("audit.actor"),
            words("audit.user"),
            words("audit.count"),
            words("audit.detail"),
          ]}
          rows={audit.nodes.map(({ id, actorId, action, userId, count, detail, createdAt }) => ({
            key: id,
            cells: [
              <time key={id} dateTime={createdAt}>
                {format.dateTime(createdAt)}
              </time>,
              words(`audit.${action}`),
              actorId ?? words("audit.noActor"),
              userId ? <UserLink key={userId} id={userId} /> : words("audit.everyone"),
              format.number(count),
              detailText(action, detail) || "–",
            ],
          }))}
        />
      )}
      <More
        label={words("more")}
        hasNextPage={audit?.pageInfo.hasNextPage ?? false}
        loading={loading}
        onMore={() => fetchMore({ variables: { after: audit?.pageInfo.endCursor } })}
      />
    </Panel>
  );
}
