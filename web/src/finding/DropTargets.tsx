import { ImagePlus, Search } from "lucide-react";
import { useEffect, useState } from "react";
import styles from "./DropTargets.module.css";
import { useWords } from "./words/useWords";

const icons = { find: Search, start: ImagePlus };

/** The two places on which a picture that is dragged over the page can be dropped. */
export default function DropTargets() {
  const words = useWords();
  const [over, setOver] = useState("");
  useEffect(() => {
    // During a drag no pointer moves: where one does, the drag has ended without a word, as by Esc outside of the window.
    const end = () => window.dispatchEvent(new DragEvent("dragleave"));
    window.addEventListener("pointermove", end, { once: true });
    return () => window.removeEventListener("pointermove", end);
  }, []);
  return (
    <div className={styles.targets}>
      {(["find", "start"] as const).map((place) => {
        const Icon = icons[place];
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: nothing but a drag leads here
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
