import { useQuery } from "@apollo/client/react";
import { Refused } from "@task-record/client";
import { useState } from "react";
import { useSearchParams } from "wouter";
import { useChange } from "../../connection/useChange";
import { useTranslation } from "../../i18n/Translation";
import { Panel } from "../../ui/Panel";
import panel from "../../ui/Panel.module.css";
import { UserField } from "../users/UserField";
import { useWords } from "../words/useWords";
import { EraseUserDocument, ErasureProgressDocument } from "./Erase.generated";
import styles from "./Removal.module.css";
import { RemovalForm } from "./RemovalForm";

/** Milliseconds between two checks whether the erasure is complete. */
const pollMs = 5000;

/** Erases the user in the address with all their data, and shows progress until it is complete. */
export function Erase() {
  const { format } = useTranslation();
  const words = useWords();
  const change = useChange();
  const [parameters, setParameters] = useSearchParams();
  const userId = parameters.get("user") ?? "";
  const erasure = parameters.get("erasure");

  async function erase(dryRun: boolean) {
    const { eraseUser } = await change(EraseUserDocument, { userId, dryRun });
    if (!eraseUser?.erasure) throw new Refused({ code: "INVALID", message: "", field: null });
    return eraseUser.erasure;
  }

  return (
    <Panel title={words("erase")}>
      <p className={panel.note}>{words("erase.description")}</p>
      <UserField
        label={words("erase.user")}
        value={userId}
        onChange={(user) => setParameters(user ? { user } : {})}
      />
      <RemovalForm
        key={userId}
        disabled={!userId}
        rehearse={async () => {
          const { tasks, images } = await erase(true);
          const status = words("erase.rehearsed", {
            tasks: format.number(tasks),
            images: format.number(images),
          });
          return { count: tasks, status };
        }}
        action={() => words("erase.perform")}
        perform={async () => {
          const { id } = await erase(false);
          setParameters({ user: userId, erasure: id }, { replace: true });
          return "";
        }}
      />
      {erasure && <Receipt id={erasure} />}
    </Panel>
  );
}

/** The progress of the erasure, until storage holds nothing of the user. */
function Receipt({ id }: { id: string }) {
  const { format } = useTranslation();
  const words = useWords();
  const [done, setDone] = useState(false);
  const { data } = useQuery(ErasureProgressDocument, {
    variables: { id },
    fetchPolicy: "network-only",
    pollInterval: done ? 0 : pollMs,
  });
  const erasure = data?.admin?.erasure;
  if (erasure?.completedAt && !done) setDone(true);
  if (!erasure) return null;
  const { tasks, images, completedAt } = erasure;
  const counts = { tasks: format.number(tasks), images: format.number(images) };
  return (
    <p role="status" className={styles.receipt}>
      {!completedAt && <progress aria-label={words("removal.busy")} />}
      {completedAt
        ? words("erase.done", { ...counts, time: format.dateTime(completedAt), id })
        : words("erase.running", counts)}
    </p>
  );
}
