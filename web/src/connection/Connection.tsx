import type { Client } from "graphql-ws";
import { createContext, useContext, useEffect, useState } from "react";
import { useTranslation } from "../i18n/Translation";
import styles from "./Connection.module.css";

export const SocketContext = createContext<Client | null>(null);

export function useSocket(): Client {
  const socket = useContext(SocketContext);
  if (socket === null) throw new Error("useSocket needs a SocketContext above it");
  return socket;
}

/** Says when what is shown may be out of date. */
export function ConnectionNotice() {
  const { translate } = useTranslation();
  const socket = useSocket();
  const [online, setOnline] = useState(navigator.onLine);
  const [live, setLive] = useState(true);

  useEffect(() => {
    const update = () => setOnline(navigator.onLine);
    window.addEventListener("online", update);
    window.addEventListener("offline", update);
    const unsubscribe = [
      socket.on("connected", () => setLive(true)),
      socket.on("closed", (event) => setLive(event instanceof CloseEvent && event.code === 1000)),
    ];
    return () => {
      window.removeEventListener("online", update);
      window.removeEventListener("offline", update);
      for (const stop of unsubscribe) stop();
    };
  }, [socket]);

  return (
    <div role="status" className={styles.place}>
      {!online && <p className={styles.notice}>{translate("offline.notice")}</p>}
      {online && !live && <p className={styles.notice}>{translate("live.reconnecting")}</p>}
    </div>
  );
}
