import { makeZip } from "client-zip";
import { fetchImage } from "../images/fetchImage";
import { endingOf } from "../ui/saveFile";

export interface Picture {
  name: string;
  url: string;
  createdAt: string;
}

/** A ZIP of pictures, of which one at a time is in memory; one that cannot be had is told, and left out. */
export function pictureArchive(
  pictures: AsyncIterable<Picture>,
  signal: AbortSignal,
  onTaken: (picture: Picture, failed: boolean) => void,
): Promise<Blob> {
  async function* contents() {
    for await (const picture of pictures) {
      const input = await fetchImage(picture.url, signal).catch(() => null);
      signal.throwIfAborted();
      onTaken(picture, input === null);
      if (!input) continue;
      const lastModified = new Date(picture.createdAt);
      yield { name: `${picture.name}.${endingOf(input)}`, lastModified, input };
    }
  }
  return onDisk(makeZip(contents()), signal);
}

/** What a stream holds as a file that is not in memory, where browsers have such. */
async function onDisk(stream: ReadableStream<Uint8Array>, signal: AbortSignal): Promise<Blob> {
  const folder = await navigator.storage?.getDirectory?.().catch(() => undefined);
  if (!folder) return new Response(stream).blob();
  await removeOld(folder);
  const name = `${crypto.randomUUID()}.zip`;
  const file = await folder.getFileHandle(name, { create: true });
  try {
    await stream.pipeTo(await file.createWritable(), { signal });
  } catch (error) {
    await folder.removeEntry(name).catch(() => undefined);
    throw error;
  }
  return file.getFile();
}

const hour = 3_600_000;

/** No browser tells when it has taken a file over: each stays for an hour. */
async function removeOld(folder: FileSystemDirectoryHandle): Promise<void> {
  for await (const file of folder.values()) {
    if (file instanceof FileSystemFileHandle && (await file.getFile()).lastModified < Date.now() - hour)
      await folder.removeEntry(file.name);
  }
}
