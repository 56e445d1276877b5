const files = import.meta.glob<string>("./samples/*.webp", { eager: true, query: "?url", import: "default" });

/** Loads a picture that stands in for a model's, the same for the same prompt. */
export async function loadSamplePicture(prompt: string, ratio: string): Promise<Blob> {
  const response = await fetch(sampleFor(prompt, ratio));
  if (!response.ok) throw new Error("The sample picture could not be loaded");
  return new Blob([await response.arrayBuffer()], { type: "image/webp" });
}

/** The address of one of the pictures whose aspect ratio is nearest to `ratio`. */
export function sampleFor(prompt: string, ratio: string): string {
  const wanted = logarithm(ratio);
  const apart = (path: string) => Math.abs(logarithm(path) - wanted);
  const paths = Object.keys(files);
  const least = Math.min(...paths.map(apart));
  const nearest = paths.filter((path) => apart(path) === least);
  return files[nearest[prompt.length % nearest.length] as string] as string;
}

/** Of the width divided by the height, as a text such as `16:9` or `…/name-16x9.webp` gives them. */
function logarithm(text: string): number {
  const [, across = 1, down = 1] = /(\d+)[:x](\d+)/.exec(text) ?? [];
  return Math.log(Number(across) / Number(down));
}
