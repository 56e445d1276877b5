const namespaceOfUrls = "6ba7b8119dad11d180b400c04fd430c8";

/**
 * Returns the id of the task with this key and user: the UUIDv5 of `task-record:USER:KEY` in the namespace for URLs. If
 * `record` has no user, the user is the `sub` of the token.
 */
export async function taskId(key: string, user: string): Promise<string> {
  const name = new TextEncoder().encode(`task-record:${user}:${key}`);
  const namespace = Uint8Array.from(namespaceOfUrls.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-1", new Uint8Array([...namespace, ...name])));
  const bytes = digest.slice(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
