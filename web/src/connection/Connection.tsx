import type { ObservableQuery } from "@apollo/client";
import { useApolloClient } from "@apollo/client/react";
import { createContext, useContext, useEffect, useState } from "react";
import { useTranslation } from "../i18n/Translation";
import styles from "./Connection.module.css";
import type { Socket } from "./socket";

export const SocketContext = createContext<Socket | null>(null);

export function useSocket(): Socket {
  const socket = useContext(SocketContext);
  if (socket === null) throw new Error("useSocket needs a SocketContext above it");
  return socket;
}

/**
 * Says when the connection is lost, so what is shown may be out of date. Once it is back, what could not be
 * read is asked for again.
 */
export function ConnectionNotice() {
  const { translate } = useTranslation();
  const socket = useSocket();
  const client = useApolloClient();
  const [online, setOnline] = useState(navigator.onLine);
  const [live, setLive] = useState(true);

  useEffect(() => {
    const update = () => setOnline(navigator.onLine);
    const failed = (query: ObservableQuery) => query.getCurrentResult().error !== undefined;
    const askAgain = () =>
      client.refetchQueries({ include: "active", onQueryUpdated: failed }).catch(() => undefined);
    window.addEventListener("online", update);
    window.addEventListener("online", askAgain);
    window.addEventListener("offline", update);
    const unsubscribe = [
      socket.on("connected", () => setLive(true)),
      socket.on("connected", askAgain),
      socket.on("closed", (event) => setLive(event instanceof CloseEvent && event.code === 1000)),
    ];
    return () => {
      window.removeEventListener("online", update);
      window.removeEventListener("online", askAgain);
      window.removeEventListener("offline", update);
      for (const stop of unsubscribe) stop();
    };
  }, [socket, client]);

  return (
    <div role="status" className={styles.place}>
      {!online && <p className={styles.notice}>{translate("offline.notice")}</p>}
      {online && !live && <p className={styles.notice}>{translate("live.reconnecting")}</p>}
    </div>
  );
}
