/** How the names of files with such an image end. */
export function endingOf({ type }: Blob): string {
  return type.replace(/^image\//, "").replace("jpeg", "jpg");
}

/** Hands a file to the browser's downloads. */
export function saveFile(content: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
