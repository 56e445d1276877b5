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
/** Whom the token names. Only the server knows whether that is true; here it keeps what users have seen apart. */
let user: string | undefined;

function become(next: Session, token: string | null): void {
  session = next;
  user = userOf(token);
  for (const listener of listeners) listener();
}

/** Takes a token out of the address, so that it is neither bookmarked nor shared. */
export async function startSession(): Promise<void> {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (token !== null) {
    sessionStorage.setItem(storageKey, token);
    history.replaceState(history.state, "", location.pathname + location.search);
  }
  // In GraphiQL's page under `./run dev`, so that it opens signed in.
  const development = document.querySelector<HTMLMetaElement>("meta[name=development-token]");
  if (development) sessionStorage[storageKey] ??= development.content;
  if (!provider() && sessionStorage.getItem(storageKey) === null) return;
  become("signedIn", await currentToken().catch(() => null));
}

export function signIn(token: string): void {
  sessionStorage.setItem(storageKey, token);
  become("signedIn", token);
}

export function signOut(): void {
  sessionStorage.removeItem(storageKey);
  become("signedOut", null);
}

/** The server no longer takes the token. True when there is one who can be asked for another. */
export function expireSession(): boolean {
  if (provider()) return true;
  sessionStorage.removeItem(storageKey);
  if (session === "signedIn") become("expired", null);
  return false;
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
  const token = (await provider()?.()) ?? sessionStorage.getItem(storageKey);
  if (session === "signedIn" && userOf(token) !== user) become("signedIn", token);
  return token;
}

/** The `sub` of a JWT, unverified; undefined of what is none. */
export function userOf(token: string | null): string | undefined {
  try {
    const claims = (token ?? "").split(".")[1] ?? "";
    return JSON.parse(atob(claims.replaceAll("-", "+").replaceAll("_", "/"))).sub;
  } catch {
    return undefined;
  }
}

export async function authorization(): Promise<Record<string, string>> {
  const token = await currentToken();
  return token === null ? {} : { Authorization: `Bearer ${token}` };
}

export function useSession() {
  return {
    session: useSyncExternalStore(listen, () => session),
    user: useSyncExternalStore(listen, () => user),
  };
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
