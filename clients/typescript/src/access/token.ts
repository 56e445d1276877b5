import { TaskRecordError } from "../errors.ts";

/**
 * A token, or a function that returns one. The function is called before each request, so cache tokens that are
 * expensive to create. It is called again with the token that the server has `refused`, such as an expired one.
 */
export type Token = string | ((refused?: string) => string | null | Promise<string | null>);

/** How many tokens in a row the server may refuse: an expired one, and those that replace it. */
export const mostRefused = 4;

/** Returns the current token. Throws `UNAUTHENTICATED` if the function fails. */
export async function currentToken(token: Token, refused?: string): Promise<string | null> {
  if (typeof token === "string") return token;
  try {
    return await token(refused);
  } catch (cause) {
    throw new TaskRecordError("UNAUTHENTICATED", `The token could not be made: ${cause}`, { cause });
  }
}

/** Returns the user of the token, which only the server verifies; empty if the token has no `sub`. */
export function subjectOf(token: string | null): string {
  try {
    const claims = (token?.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(claims), (character) => character.charCodeAt(0));
    return String(JSON.parse(new TextDecoder().decode(bytes)).sub ?? "");
  } catch {
    return "";
  }
}
