import { useState } from "react";

const storageKey = "task-record.statistics-open";

/** Whether the statistics are open, which the browser remembers. */
export function useStatisticsOpen(): [boolean, (open: boolean) => void] {
  const [open, setOpen] = useState(() => localStorage.getItem(storageKey) === "yes");
  return [
    open,
    (next) => {
      localStorage.setItem(storageKey, next ? "yes" : "no");
      setOpen(next);
    },
  ];
}
