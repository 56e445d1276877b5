import { useQuery, useReactiveVar } from "@apollo/client/react";
import { useEffect } from "react";
import { useWords } from "../words/useWords";
import { DatabasesReachedDocument } from "./DatabasesReached.generated";
import styles from "./MissingDatabases.module.css";
import { missingDatabases } from "./withoutMissing";

/** Milliseconds between two checks whether the missing databases are back. */
const pollMs = 5000;

/**
 * Names the databases whose data are missing from the page, until they are back. It uses the reader's own client, for
 * which a missing database is an error.
 */
export function MissingDatabases({ onBack }: { onBack: () => void }) {
  const names = useReactiveVar(missingDatabases);
  return names.length > 0 && <Missing names={names.join(", ")} onBack={onBack} />;
}

function Missing({ names, onBack }: { names: string; onBack: () => void }) {
  const words = useWords();
  const { data, error } = useQuery(DatabasesReachedDocument, {
    fetchPolicy: "no-cache",
    errorPolicy: "all",
    pollInterval: pollMs,
    skipPollAttempt: () => document.hidden,
  });
  const back = data !== undefined && !error;
  useEffect(() => {
    if (!back) return;
    missingDatabases([]);
    onBack();
  }, [back, onBack]);
  return (
    <p role="alert" className={styles.notice}>
      {words("missing", { names })}
    </p>
  );
}
