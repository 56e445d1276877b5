import { type PointerEvent, type ReactNode, useEffect, useState } from "react";
import styles from "./PointerTip.module.css";

interface Tip {
  text: string;
  x: number;
  y: number;
}

/** Shows the `data-tip` of the child under a pointer or a finger next to it. */
export function PointerTip({ children }: { children: ReactNode }) {
  const [tip, setTip] = useState<Tip | null>(null);

  // After a finger leaves the screen, the tip stays until the next touch or scroll.
  const shown = tip !== null;
  useEffect(() => {
    const hide = () => setTip(null);
    const listening = new AbortController();
    if (shown)
      for (const event of ["pointerdown", "touchmove", "wheel"])
        addEventListener(event, hide, { capture: true, signal: listening.signal });
    return () => listening.abort();
  }, [shown]);

  function follow({ target, clientX: x, clientY: y }: PointerEvent) {
    const text = (target as Element).closest<HTMLElement>("[data-tip]")?.dataset.tip;
    setTip(text ? { text, x, y } : null);
  }

  return (
    <div
      className={styles.area}
      onPointerDown={follow}
      onPointerMove={follow}
      onPointerLeave={({ pointerType }) => pointerType === "mouse" && setTip(null)}
    >
      {children}
      {tip && (
        <p
          className={styles.tip}
          // The children contain the same text for screen readers.
          aria-hidden
          data-left={tip.x > innerWidth / 2}
          style={{ left: tip.x, top: tip.y }}
        >
          {tip.text}
        </p>
      )}
    </div>
  );
}
