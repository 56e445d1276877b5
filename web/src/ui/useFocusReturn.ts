import { useState } from "react";

/** For `onCloseAutoFocus`: Radix gives the focus back only to a trigger of its own. */
export function useFocusReturn(): (event: Event) => void {
  const [origin] = useState(() => document.activeElement as HTMLElement | null);
  return (event) => {
    event.preventDefault();
    origin?.focus();
  };
}
