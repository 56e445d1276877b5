/**
 * Whom the page speaks for. A product that embeds the page defines `window.taskRecordToken`, asked before every
 * request; elsewhere the token comes in the address (`#token=…`) or from the sign-in form, and lasts as long as the tab.
 */
declare global {
  interface Window {
    taskRecordToken?: () => string | null | Promise<string | null>;
  }
}

const storageKey = "task-record.token";

/** Takes a token out of the address, so that it is neither bookmarked nor shared. */
export function adoptTokenFromAddress(): void {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (token === null) return;
  sessionStorage.setItem(storageKey, token);
  history.replaceState(history.state, "", location.pathname + location.search);
}

export async function currentToken(): Promise<string | null> {
  return (await window.taskRecordToken?.()) ?? sessionStorage.getItem(storageKey);
}

export async function authorization(): Promise<Record<string, string>> {
  const token = await currentToken();
  return token === null ? {} : { Authorization: `Bearer ${token}` };
}
