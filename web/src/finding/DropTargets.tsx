import { ImagePlus, Search } from "lucide-react";
import { useEffect, useState } from "react";
import styles from "./DropTargets.module.css";
import { useWords } from "./words/useWords";

const icons = { find: Search, start: ImagePlus };

/** The two places where a picture that is dragged over the page can be dropped. */
export default function DropTargets() {
  const words = useWords();
  const [over, setOver] = useState("");
  useEffect(() => {
    // A drag has no `pointermove`. If one comes, the drag ended without an event, for example by Esc outside the window.
    const end = () => window.dispatchEvent(new DragEvent("dragleave"));
    window.addEventListener("pointermove", end, { once: true });
    return () => window.removeEventListener("pointermove", end);
  }, []);
  return (
    <div className={styles.targets}>
      {(["find", "start"] as const).map((place) => {
        const Icon = icons[place];
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: only a drag uses it
          <div
            key={place}
            className={styles.target}
            data-drop={place}
            data-over={over === place}
            onDragEnter={() => setOver(place)}
          >
            <Icon size={32} aria-hidden />
            <strong>{words(`drop.${place}`)}</strong>
            <span>{words(`drop.${place}Hint`)}</span>
          </div>
        );
      })}
    </div>
  );
}
