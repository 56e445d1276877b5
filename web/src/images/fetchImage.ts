/** Fetches an image from storage. Throws a TypeError, like a failing network, if storage does not have it. */
export async function fetchImage(url: string, signal?: AbortSignal): Promise<Blob> {
  const response = await fetch(url, { signal: signal ?? null });
  if (!response.ok) throw new TypeError(`Storage answered ${response.status}`);
  return response.blob();
}
