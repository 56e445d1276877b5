import { useEffect, useEffectEvent } from "react";
import { useSocket } from "./Connection";

/** Calls `onBack` when the network, or the connection to the server, is back. */
export function useReconnected(onBack: () => void) {
  const socket = useSocket();
  const back = useEffectEvent(onBack);
  useEffect(() => {
    const told = () => back();
    window.addEventListener("online", told);
    const stop = socket.on("connected", told);
    return () => {
      window.removeEventListener("online", told);
      stop();
    };
  }, [socket]);
}
