import { useEffect, useEffectEvent, useState } from "react";

/**
 * Passes on files that are dropped or pasted anywhere on the page, which the browser would otherwise open. `place` is
 * the `data-drop` of the element they were dropped on. Returns whether files are being dragged over the page.
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
    // Whether the drag began on this page, whose pictures are dragged as files too.
    let fromHere = false;
    const hasFiles = (data: DataTransfer | null) => !fromHere && data?.types.includes("Files");
    on("dragstart", ({ defaultPrevented }) => {
      // A prevented drag has no `dragend`.
      fromHere = !defaultPrevented;
    });
    on("dragend", () => {
      fromHere = false;
    });
    on("dragover", (event) => {
      if (!hasFiles(event.dataTransfer)) return;
      event.preventDefault();
      setOver(true);
    });
    on("dragleave", ({ relatedTarget }) => relatedTarget === null && setOver(false));
    on("drop", (event) => {
      setOver(false);
      if (!hasFiles(event.dataTransfer)) return;
      event.preventDefault();
      const target = event.target instanceof Element ? event.target : undefined;
      const place = target?.closest<HTMLElement>("[data-drop]")?.dataset.drop;
      if (event.dataTransfer) take(event.dataTransfer.files, place);
    });
    on("paste", ({ clipboardData, target }) => {
      // Text copied from a document includes a picture of that text.
      const isText = clipboardData?.types.includes("text/plain");
      if (clipboardData && !(isText && target instanceof Element && target.matches("input, textarea")))
        take(clipboardData.files);
    });
    return () => stop.abort();
  }, []);

  return over;
}
