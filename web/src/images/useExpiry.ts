import { useEffect } from "react";

/** `setTimeout` cannot wait longer. */
const longestWait = 2 ** 31 - 1;

/** Calls back when an address stops working. */
export function useExpiry(expiresAt: string | null | undefined, onExpired: () => void): void {
  useEffect(() => {
    if (!expiresAt) return;
    const wait = Math.min(Math.max(Date.parse(expiresAt) - Date.now(), 0), longestWait);
    const timer = setTimeout(onExpired, wait);
    return () => clearTimeout(timer);
  }, [expiresAt, onExpired]);
}
