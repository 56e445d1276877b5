import { endingOf, saveFile } from "../ui/saveFile";

/** A link's `download` counts on the page's own origin only, and storage is another. */
export async function downloadImage(url: string, name: string): Promise<void> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`Storage answered ${response.status}`);
  const image = await response.blob();
  saveFile(image, `${name}.${endingOf(image)}`);
}
