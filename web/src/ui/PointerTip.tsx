import { type PointerEvent, type ReactNode, useEffect, useState } from "react";
import styles from "./PointerTip.module.css";

interface Tip {
  text: string;
  x: number;
  y: number;
}

/** Shows the text in `data-tip` of the child that a pointer or a finger is over, beside it. */
export function PointerTip({ children }: { children: ReactNode }) {
  const [tip, setTip] = useState<Tip | null>(null);

  // When a finger has left the screen the tip stays, until another place is touched or the page is scrolled.
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
          // Those who cannot see it find the same text in the children.
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
