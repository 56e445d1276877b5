import { useSyncExternalStore } from "react";

/**
 * The session of the page. A product that shows the page in a frame defines `taskRecordToken` in its own window, which
 * is called before each request. Otherwise the token comes from the address (`#token=…`) or the sign-in form, and is
 * stored until the tab is closed.
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
/** The user in the token, which only the server verifies. The id separates what different users have seen. */
let user: string | undefined;
/** The token from a link for another user than the one signed in, until the reader has decided. */
let offered: string | undefined;

function become(next: Session, token: string | null): void {
  session = next;
  // While the session has expired, the page still belongs to its user.
  if (next !== "expired") user = userOf(token);
  offered = undefined;
  for (const listener of listeners) listener();
}

/**
 * Removes a token from the address, so that it is neither bookmarked nor shared. If it is for another user than the
 * signed-in one, the reader is asked, and so does not continue in another user's record unawares.
 */
export async function startSession(): Promise<void> {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  const [held, next] = [userOf(heldToken()), userOf(token)];
  const replaces = token !== null && held !== undefined && held !== next && !provider();
  if (token !== null) {
    history.replaceState(history.state, "", location.pathname + location.search);
    // `currentToken` would wait while the session has expired, perhaps for this token.
    if (!replaces && !provider()) return signIn(token);
  }
  // Under `./run dev`, GraphiQL's page has a token, so that it opens signed in.
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

/**
 * Ends the session because the server refused this token. If it refused several requests, later calls find another
 * token, and do nothing.
 */
export function expireSession(token: string | null): void {
  if (provider() || token !== heldToken()) return;
  sessionStorage.removeItem(storageKey);
  // The offered token no longer replaces a signed-in user.
  if (offered !== undefined) signIn(offered);
  else if (session === "signedIn") become("expired", null);
}

/** Waits while the session has expired. Returns whether the same user has signed in again. */
export function isSignedInAgain(whose = user): Promise<boolean> {
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

/** The surrounding product's function that returns tokens. Without a frame, a window is its own parent. */
function provider(): Window["taskRecordToken"] {
  try {
    return window.parent.taskRecordToken;
  } catch {
    // The parent has another origin.
    return undefined;
  }
}

/** The token for the next request. Waits while the session has expired; a token that the server `refused` ends it. */
export async function currentToken(refused?: string): Promise<string | null> {
  if (refused !== undefined) expireSession(refused);
  const isTheirs = await isSignedInAgain(refused === undefined ? user : userOf(refused));
  if (!isTheirs && session === "signedIn") throw new Error("Someone else is signed in");
  const token = (await provider()?.()) ?? heldToken();
  // The expired token was pasted again.
  if (token !== null && token === refused && !provider()) return currentToken(refused);
  if (session === "signedIn" && userOf(token) !== user) become("signedIn", token);
  return token;
}

/** The `sub` of a JWT, not verified; undefined if the text is not a JWT. */
export function userOf(token: string | null): string | undefined {
  return claimsOf(token)?.sub;
}

/** The name of the token's user in a question: the email address, or else the id. */
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

/** The token in headers that `authorization` returned. */
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
