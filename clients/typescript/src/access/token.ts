import { TaskRecordError } from "../errors.ts";

/**
 * A token, or a function that returns one. It is called before each request, so let it keep what is dear to make; and
 * once more with the token that the server has `refused`, because it has expired.
 */
export type Token = string | ((refused?: string) => string | null | Promise<string | null>);

/** How many tokens in a row may be refused: one that has expired, and those that are given instead. */
export const mostRefused = 4;

/** The token as it is now. Throws `UNAUTHENTICATED` if it cannot be made. */
export async function currentToken(token: Token, refused?: string): Promise<string | null> {
  if (typeof token === "string") return token;
  try {
    return await token(refused);
  } catch (cause) {
    throw new TaskRecordError("UNAUTHENTICATED", `The token could not be made: ${cause}`, { cause });
  }
}

/** The user whose token it is, which only the server verifies; nobody if it does not say so. */
export function subjectOf(token: string | null): string {
  try {
    const claims = (token?.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(claims), (character) => character.charCodeAt(0));
    return String(JSON.parse(new TextDecoder().decode(bytes)).sub ?? "");
  } catch {
    return "";
  }
}
