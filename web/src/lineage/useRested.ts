import { useEffect, useState } from "react";

/** Whether the component has been shown for so many milliseconds, so that nothing is read for readers who move on. */
export function useRested(restMs: number): boolean {
  const [rested, setRested] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setRested(true), restMs);
    return () => clearTimeout(timer);
  }, [restMs]);
  return rested;
}
