/** Copies a text to the clipboard; false if the browser does not let it. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Browsers have no such clipboard on pages over plain HTTP, but still ask pages what to copy.
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
