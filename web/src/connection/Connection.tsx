import type { ApolloClient, ObservableQuery } from "@apollo/client";
import { useApolloClient } from "@apollo/client/react";
import type { Connection } from "@task-record/client";
import { createContext, useContext, useEffect, useState } from "react";
import { useTranslation } from "../i18n/Translation";
import styles from "./Connection.module.css";

export const ConnectionContext = createContext<Connection | null>(null);

export function useConnection(): Connection {
  const connection = useContext(ConnectionContext);
  if (connection === null) throw new Error("useConnection needs a ConnectionContext above it");
  return connection;
}

/** Repeats the page's queries that failed. */
export function askFailedAgain(client: ApolloClient): void {
  const failed = (query: ObservableQuery) => query.getCurrentResult().error !== undefined;
  client.refetchQueries({ include: "active", onQueryUpdated: failed }).catch(() => undefined);
}

/** Says that the connection is lost, so that the page may be out of date. Once it is back, repeats failed queries. */
export function ConnectionNotice() {
  const { translate } = useTranslation();
  const { socket } = useConnection();
  const client = useApolloClient();
  const [online, setOnline] = useState(navigator.onLine);
  const [live, setLive] = useState(true);

  useEffect(() => {
    const update = () => setOnline(navigator.onLine);
    const askAgain = () => askFailedAgain(client);
    window.addEventListener("online", update);
    window.addEventListener("online", askAgain);
    window.addEventListener("offline", update);
    const stop = socket.on((state) => {
      setLive(state !== "lost");
      if (state === "connected") askAgain();
    });
    return () => {
      window.removeEventListener("online", update);
      window.removeEventListener("online", askAgain);
      window.removeEventListener("offline", update);
      stop();
    };
  }, [socket, client]);

  return (
    <div role="status" className={styles.place}>
      {!online && <p className={styles.notice}>{translate("offline.notice")}</p>}
      {online && !live && <p className={styles.notice}>{translate("live.reconnecting")}</p>}
    </div>
  );
}
