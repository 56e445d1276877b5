/** The file extension for an image's type. */
export function endingOf({ type }: Blob): string {
  return type.replace(/^image\//, "").replace("jpeg", "jpg");
}

/** Saves a file through the browser's downloads. */
export function saveFile(content: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
