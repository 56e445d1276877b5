/** Copies a text to the clipboard; false if the browser refuses. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Over plain HTTP, browsers have no such clipboard, but still ask the page what to copy.
    const answer = (event: ClipboardEvent) => {
      event.clipboardData?.setData("text/plain", text);
      event.preventDefault();
    };
    addEventListener("copy", answer);
    const copied = document.execCommand("copy");
    removeEventListener("copy", answer);
    return copied;
  }
}
