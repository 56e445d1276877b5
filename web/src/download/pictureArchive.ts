import { makeZip } from "client-zip";
import { fetchImage } from "../images/fetchImage";
import { endingOf } from "../ui/saveFile";
import { onDisk } from "./onDisk";

export interface Picture {
  name: string;
  url: string;
  createdAt: string;
}

/**
 * Makes a ZIP of pictures, with one at a time in memory. A picture that cannot be fetched is reported and
 * left out.
 */
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
