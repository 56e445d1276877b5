import { useEffect, useEffectEvent } from "react";

/** Milliseconds between two checks for others' changes, and the minimum between any two. */
const followMs = 30_000;
const restMs = 2000;

/** Calls `look` every 30 seconds while the page is visible, and when the reader returns to it. */
export function useFollowing(look: () => void): void {
  const follow = useEffectEvent(look);
  useEffect(() => {
    let last = Date.now();
    const stop = new AbortController();
    const lookAgain = () => {
      if (document.hidden || Date.now() - last < restMs) return;
      last = Date.now();
      follow();
    };
    const timer = setInterval(lookAgain, followMs);
    addEventListener("focus", lookAgain, { signal: stop.signal });
    document.addEventListener("visibilitychange", lookAgain, { signal: stop.signal });
    return () => {
      clearInterval(timer);
      stop.abort();
    };
  }, []);
}
