import { useState } from "react";

/** For `onCloseAutoFocus`: returns the focus to the element that had it, since Radix only knows its own triggers. */
export function useFocusReturn(): (event: Event) => void {
  const [origin] = useState(() => document.activeElement as HTMLElement | null);
  return (event) => {
    event.preventDefault();
    origin?.focus();
  };
}
