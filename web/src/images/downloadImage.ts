/** A link's `download` counts on the page's own origin only, and storage is another. */
export async function downloadImage(url: string, name: string): Promise<void> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`Storage answered ${response.status}`);
  const image = await response.blob();
  const link = document.createElement("a");
  link.href = URL.createObjectURL(image);
  link.download = `${name}.${image.type.replace(/^image\//, "").replace("jpeg", "jpg")}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
