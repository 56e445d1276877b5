import { endingOf, saveFile } from "../ui/saveFile";
import { fetchImage } from "./fetchImage";

/** Downloads an image. It is fetched first, since browsers ignore a link's `download` for storage's origin. */
export async function downloadImage(url: string, name: string): Promise<void> {
  const image = await fetchImage(url);
  saveFile(image, `${name}.${endingOf(image)}`);
}
