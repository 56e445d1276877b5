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
/** The token of a link for someone else than who is signed in, until the user has decided. */
let offered: string | undefined;

function become(next: Session, token: string | null): void {
  session = next;
  // What they have open waits for them.
  if (next !== "expired") user = userOf(token);
  offered = undefined;
  for (const listener of listeners) listener();
}

/**
 * Takes a token out of the address, so that it is neither bookmarked nor shared. One for someone else than who is
 * signed in is only offered: who has the page open might not notice whose record they go on with.
 */
export async function startSession(): Promise<void> {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  const [held, next] = [userOf(heldToken()), userOf(token)];
  const replaces = token !== null && held !== undefined && held !== next && !provider();
  if (token !== null) {
    history.replaceState(history.state, "", location.pathname + location.search);
    // Not by `currentToken`, which waits while the session has expired: this may be what it waits for.
    if (!replaces && !provider()) return signIn(token);
  }
  // In GraphiQL's page under `./run dev`, so that it opens signed in.
  const development = document.querySelector<HTMLMetaElement>("meta[name=development-token]");
  if (development) sessionStorage[storageKey] ??= development.content;
  if (!provider() && heldToken() === null) return;
  become("signedIn", await currentToken().catch(() => null));
  if (replaces && next !== undefined) offer(token);
}

function offer(token: string | undefined): void {
  offered = token;
  for (const listener of listeners) listener();
}

export function declineOffer(): void {
  offer(undefined);
}

export function heldToken(): string | null {
  return sessionStorage.getItem(storageKey);
}

export function signIn(token: string): void {
  sessionStorage.setItem(storageKey, token);
  become("signedIn", token);
}

export function signOut(): void {
  sessionStorage.removeItem(storageKey);
  become("signedOut", null);
}

/** The server no longer takes this token. Of several requests that are refused, others come when another has taken its place. */
export function expireSession(token: string | null): void {
  if (provider() || token !== heldToken()) return;
  sessionStorage.removeItem(storageKey);
  // Nobody is signed in any more whom it would replace.
  if (offered !== undefined) signIn(offered);
  else if (session === "signedIn") become("expired", null);
}

/** Waits while the session has expired: true when it is theirs who began it, false when it is someone else's by then. */
export function goesOn(whose = user): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = () => {
      if (session === "expired") return;
      stop();
      resolve(session === "signedIn" && user === whose);
    };
    const stop = listen(settle);
    settle();
  });
}

export function tokensAreGiven(): boolean {
  return provider() !== undefined;
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

/** Waits while the session has expired, as it has when the server refuses the token that is given. */
export async function currentToken(refused?: string): Promise<string | null> {
  if (refused !== undefined) expireSession(refused);
  const isTheirs = await goesOn(refused === undefined ? user : userOf(refused));
  if (!isTheirs && session === "signedIn") throw new Error("Someone else is signed in");
  const token = (await provider()?.()) ?? heldToken();
  if (session === "signedIn" && userOf(token) !== user) become("signedIn", token);
  return token;
}

/** The `sub` of a JWT, unverified; undefined of what is none. */
export function userOf(token: string | null): string | undefined {
  return claimsOf(token)?.sub;
}

/** How its user is called in a question: by their address where the token has it, or else by their id. */
export function nameIn(token: string | null): string {
  const claims = claimsOf(token);
  return String(claims?.email || claims?.sub).slice(0, 80);
}

function claimsOf(token: string | null): { sub?: string; email?: string } | undefined {
  try {
    const claims = (token ?? "").split(".")[1] ?? "";
    const bytes = Uint8Array.from(atob(claims.replaceAll("-", "+").replaceAll("_", "/")), (c) =>
      c.charCodeAt(0),
    );
    return JSON.parse(new TextDecoder().decode(bytes)) ?? undefined;
  } catch {
    return undefined;
  }
}

export async function authorization(): Promise<Record<string, string>> {
  const token = await currentToken();
  return token === null ? {} : { Authorization: `Bearer ${token}` };
}

/** The token that `authorization` has put into headers. */
export function bearerIn({ Authorization }: Record<string, string>): string | null {
  return Authorization?.slice("Bearer ".length) ?? null;
}

export function useSession() {
  return {
    session: useSyncExternalStore(listen, () => session),
    user: useSyncExternalStore(listen, () => user),
    offered: useSyncExternalStore(listen, () => offered),
  };
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
