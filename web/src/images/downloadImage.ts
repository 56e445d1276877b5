import { endingOf, saveFile } from "../ui/saveFile";
import { fetchImage } from "./fetchImage";

/** A link's `download` counts on the page's own origin only, and storage is another. */
export async function downloadImage(url: string, name: string): Promise<void> {
  const image = await fetchImage(url);
  saveFile(image, `${name}.${endingOf(image)}`);
}
