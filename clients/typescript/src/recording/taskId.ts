const namespaceOfUrls = "6ba7b8119dad11d180b400c04fd430c8";

/**
 * Returns the id of the task with this key and user: the UUIDv5 of `task-record:USER:KEY` in the namespace for URLs. If
 * `record` has no user, the user is the `sub` of the token.
 */
export function taskId(key: string, user: string): Promise<string> {
  return uuidOf(`task-record:${user}:${key}`);
}

/**
 * Returns the id of the user with this `sub`: a UUID unchanged, in lower case, and otherwise the one to which a server
 * maps it whose `USER_ID_NAMESPACE` is the namespace.
 */
export async function userId(subject: string, { namespace }: { namespace?: string } = {}): Promise<string> {
  if (/^[\da-f]{8}-([\da-f]{4}-){3}[\da-f]{12}$/i.test(subject)) return subject.toLowerCase();
  if (!namespace)
    throw new TypeError("A `sub` that is no UUID needs a `namespace`: the server's USER_ID_NAMESPACE.");
  return uuidOf(`${namespace}#${subject}`);
}

/** Returns the UUIDv5 of a name in the namespace for URLs. */
async function uuidOf(text: string): Promise<string> {
  const name = new TextEncoder().encode(text);
  const namespace = Uint8Array.from(namespaceOfUrls.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-1", new Uint8Array([...namespace, ...name])));
  const bytes = digest.slice(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
