import type { WebhookEventType } from "./schema.generated.ts";

/** The type of an event as it is sent: `task.completed` for `TASK_COMPLETED`. */
type Sent<Name> = Name extends `${infer Subject}_${infer What}`
  ? `${Lowercase<Subject>}.${Lowercase<What>}`
  : never;

/** An event. It may arrive more than once, with the same `id`, and in any order. */
export interface WebhookEvent {
  id: string;
  /** Such as `task.completed`. Later servers may send unknown types. */
  type: Sent<WebhookEventType> | "test" | (string & {});
  timestamp: string;
  data: { id?: string; userId?: string; [name: string]: unknown };
}

/** The event is not from the server, was modified, or is too old. Respond with 400. */
export class NotVerified extends Error {
  override name = "NotVerified";
}

/** Seconds by which the time of an event may differ from this machine's clock. */
const oldest = 300;

/**
 * Returns the event in the raw body of a request that is signed with the webhook's secret (`whsec_…`), or with one of
 * several. Throws `NotVerified`.
 */
export async function verify(
  body: string | Uint8Array<ArrayBuffer>,
  headers: Headers | Record<string, string | string[] | undefined>,
  secret: string | readonly string[],
): Promise<WebhookEvent> {
  const content = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const header = (name: string) => {
    const value = headers instanceof Headers ? headers.get(name) : headers[name];
    if (typeof value !== "string") throw new NotVerified(`The header ${name} is missing.`);
    return value;
  };
  const [id, sentAt] = [header("webhook-id"), header("webhook-timestamp")];
  const signed = new Blob([`${id}.${sentAt}.`, content]);
  if (!(await isSigned(await signed.arrayBuffer(), header("webhook-signature"), [secret].flat())))
    throw new NotVerified("The signature does not match the secret and the body.");
  if (!(Math.abs(Date.now() / 1000 - Number(sentAt)) < oldest))
    throw new NotVerified("The event is more than five minutes old, or the clock of this machine is wrong.");
  return { id, ...JSON.parse(new TextDecoder().decode(content)) };
}

async function isSigned(
  content: ArrayBuffer,
  signatures: string,
  secrets: readonly string[],
): Promise<boolean> {
  const given = signatures.split(" ").filter((one) => one.startsWith("v1,"));
  for (const secret of secrets) {
    const bytes = decoded(secret.replace(/^whsec_/, ""));
    const key = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, [
      "verify",
    ]);
    for (const one of given)
      if (await crypto.subtle.verify("HMAC", key, decoded(one.slice(3)), content)) return true;
  }
  return false;
}

function decoded(base64: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    throw new NotVerified("The signature is not valid base64.");
  }
}
