import type { ApolloClient } from "@apollo/client";
import { makeZip } from "client-zip";
import { fetchImage } from "../images/fetchImage";
import { endingOf } from "../ui/saveFile";
import { onDisk } from "./onDisk";
import { createPictureNames } from "./pictureNames";
import { pictureUrls } from "./pictureUrls";
import { TasksToDownloadDocument } from "./TasksToDownload.generated";

/** The number of tasks read in one request. */
const fetchBatch = 50;

export interface Picture {
  name: string;
  url: string;
  createdAt: string;
}

/**
 * Creates a ZIP of pictures, with one at a time in memory. A picture that cannot be fetched is reported and left out.
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

/** Yields the pictures of the tasks, whose addresses are read just before, so that they have not expired. */
export async function* picturesOf(
  client: ApolloClient,
  ids: string[],
  signal: AbortSignal,
  onDone: (done: number) => void,
): AsyncGenerator<Picture> {
  const nameOf = createPictureNames();
  for (let begin = 0; begin < ids.length; begin += fetchBatch) {
    const { data } = await client.query({
      query: TasksToDownloadDocument,
      variables: { ids: ids.slice(begin, begin + fetchBatch) },
      fetchPolicy: "no-cache",
      context: { fetchOptions: { signal } },
    });
    for (const [place, task] of data?.nodes.entries() ?? []) {
      if (task?.__typename === "TaskRecord") {
        const { createdAt, prompt, images } = task;
        const fullUrls = images.map(({ fullUrl }) => fullUrl);
        // A picture that cannot be marked gets no address, and so counts as failed.
        const urls = await pictureUrls(client, task.id, fullUrls, signal).catch(() => fullUrls.map(() => ""));
        for (const url of urls) yield { name: nameOf(createdAt, prompt), url, createdAt };
      }
      onDone(begin + place + 1);
    }
  }
}
