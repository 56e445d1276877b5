import { useEffect, useEffectEvent, useState } from "react";

/**
 * Takes files that are dropped or pasted anywhere on the page; otherwise, the browser would open them.
 * `place` is the `data-drop` of what they were dropped on. Returns whether files are being dragged over the page.
 */
export function useDroppedFiles(onFiles: (files: File[], place?: string | undefined) => void): boolean {
  const [over, setOver] = useState(false);
  const take = useEffectEvent(
    (files: FileList, place?: string | undefined) => files.length > 0 && onFiles([...files], place),
  );

  useEffect(() => {
    const stop = new AbortController();
    const on = <Type extends keyof WindowEventMap>(
      type: Type,
      listen: (event: WindowEventMap[Type]) => void,
    ) => window.addEventListener(type, listen, { signal: stop.signal });
    // Whether the drag began on this page: its pictures come as files, too.
    let fromHere = false;
    const brings = (data: DataTransfer | null) => !fromHere && data?.types.includes("Files");
    on("dragstart", ({ defaultPrevented }) => {
      // One that is prevented does not end, either.
      fromHere = !defaultPrevented;
    });
    on("dragend", () => {
      fromHere = false;
    });
    on("dragover", (event) => {
      if (!brings(event.dataTransfer)) return;
      event.preventDefault();
      setOver(true);
    });
    on("dragleave", ({ relatedTarget }) => relatedTarget === null && setOver(false));
    on("drop", (event) => {
      setOver(false);
      if (!brings(event.dataTransfer)) return;
      event.preventDefault();
      const target = event.target instanceof Element ? event.target : undefined;
      const place = target?.closest<HTMLElement>("[data-drop]")?.dataset.drop;
      if (event.dataTransfer) take(event.dataTransfer.files, place);
    });
    on("paste", ({ clipboardData, target }) => {
      // Text copied from a document comes with a picture of that text.
      const isText = clipboardData?.types.includes("text/plain");
      if (clipboardData && !(isText && target instanceof Element && target.matches("input, textarea")))
        take(clipboardData.files);
    });
    return () => stop.abort();
  }, []);

  return over;
}
