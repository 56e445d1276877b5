import { useEffect, useEffectEvent } from "react";
import { useSocket } from "./Connection";

/** Calls `onBack` when the network, or the connection to the server, is back. */
export function useReconnected(onBack: () => void) {
  const socket = useSocket();
  const back = useEffectEvent(onBack);
  useEffect(() => {
    const listener = () => back();
    window.addEventListener("online", listener);
    const stop = socket.on("connected", listener);
    return () => {
      window.removeEventListener("online", listener);
      stop();
    };
  }, [socket]);
}
