import { type PointerEvent, type ReactNode, useEffect, useState } from "react";
import styles from "./PointerTip.module.css";

interface Tip {
  text: string;
  x: number;
  y: number;
}

/** Shows what `data-tip` says of the part of its children that the pointer, or a finger, is over, beside it. */
export function PointerTip({ children }: { children: ReactNode }) {
  const [tip, setTip] = useState<Tip | null>(null);

  // A finger that has left the screen leaves it shown, until it touches another place or the page is moved.
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
          // What it says stands in the parts themselves for those who cannot see it.
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
