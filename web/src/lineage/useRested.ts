import { useEffect, useState } from "react";

/** Whether what is shown has been there for so many milliseconds: for readers who move on, nothing is read. */
export function useRested(restMs: number): boolean {
  const [rested, setRested] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setRested(true), restMs);
    return () => clearTimeout(timer);
  }, [restMs]);
  return rested;
}
