import { useEffect, useEffectEvent } from "react";
import { useConnection } from "./Connection";

/** Calls `onBack` when the network, or the connection to the server, is back. */
export function useReconnected(onBack: () => void) {
  const { socket } = useConnection();
  const back = useEffectEvent(onBack);
  useEffect(() => {
    const listener = () => back();
    window.addEventListener("online", listener);
    const stop = socket.on((state) => state === "connected" && listener());
    return () => {
      window.removeEventListener("online", listener);
      stop();
    };
  }, [socket]);
}
