/** Fetches an image from storage. Throws a TypeError, as a failed connection does, if storage refuses. */
export async function fetchImage(url: string, signal?: AbortSignal): Promise<Blob> {
  const response = await fetch(url, { signal: signal ?? null });
  if (!response.ok) throw new TypeError(`Storage answered ${response.status}`);
  return response.blob();
}
