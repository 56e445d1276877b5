/** Saves a stream as a file on disk instead of in memory, if the browser can. */
export async function onDisk(stream: ReadableStream<Uint8Array>, signal: AbortSignal): Promise<Blob> {
  const folder = await navigator.storage?.getDirectory?.().catch(() => undefined);
  if (!folder) return new Response(stream).blob();
  await removeOld(folder);
  const name = crypto.randomUUID();
  const file = await folder.getFileHandle(name, { create: true });
  try {
    await stream.pipeTo(await file.createWritable(), { signal });
  } catch (error) {
    await folder.removeEntry(name).catch(() => undefined);
    throw error;
  }
  return file.getFile();
}

const hourMs = 3_600_000;

/** Browsers do not report when they have saved a file, so each is removed after an hour. */
async function removeOld(folder: FileSystemDirectoryHandle): Promise<void> {
  for await (const file of folder.values()) {
    if (file instanceof FileSystemFileHandle && (await file.getFile()).lastModified < Date.now() - hourMs)
      await folder.removeEntry(file.name);
  }
}
