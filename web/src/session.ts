import { useSyncExternalStore } from "react";

/**
 * Whom the page speaks for. A product that shows the page in a frame defines `taskRecordToken` in its own window, asked
 * before every request; elsewhere the token comes in the address (`#token=…`) or from the sign-in form, and lasts as
 * long as the tab.
 */
declare global {
  interface Window {
    taskRecordToken?: () => string | null | Promise<string | null>;
  }
}

export type Session = "signedIn" | "signedOut" | "expired";

const storageKey = "task-record.token";
const listeners = new Set<() => void>();
let session: Session = "signedOut";

function become(next: Session): void {
  session = next;
  for (const listener of listeners) listener();
}

/** Takes a token out of the address, so that it is neither bookmarked nor shared. */
export function startSession(): void {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (token !== null) {
    sessionStorage.setItem(storageKey, token);
    history.replaceState(history.state, "", location.pathname + location.search);
  }
  if (provider() || sessionStorage.getItem(storageKey) !== null) become("signedIn");
}

export function signIn(token: string): void {
  sessionStorage.setItem(storageKey, token);
  become("signedIn");
}

export function signOut(): void {
  sessionStorage.removeItem(storageKey);
  become("signedOut");
}

/** The server no longer takes the token; an embedding product is asked for another by itself. */
export function expireSession(): void {
  if (provider()) return;
  sessionStorage.removeItem(storageKey);
  if (session === "signedIn") become("expired");
}

/** Without a frame, a window is its own parent. */
function provider(): Window["taskRecordToken"] {
  try {
    return window.parent.taskRecordToken;
  } catch {
    // The parent is of another origin.
    return undefined;
  }
}

export async function currentToken(): Promise<string | null> {
  return (await provider()?.()) ?? sessionStorage.getItem(storageKey);
}

export async function authorization(): Promise<Record<string, string>> {
  const token = await currentToken();
  return token === null ? {} : { Authorization: `Bearer ${token}` };
}

export function useSession(): Session {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => session,
  );
}
