import { useEffect } from "react";

/** The longest time that `setTimeout` can wait, in milliseconds. */
const maxTimeoutMs = 2 ** 31 - 1;

/** Calls `onExpired` when an address expires. */
export function useExpiry(expiresAt: string | null | undefined, onExpired: () => void): void {
  useEffect(() => {
    if (!expiresAt) return;
    const wait = Math.min(Math.max(Date.parse(expiresAt) - Date.now(), 0), maxTimeoutMs);
    const timer = setTimeout(onExpired, wait);
    return () => clearTimeout(timer);
  }, [expiresAt, onExpired]);
}
