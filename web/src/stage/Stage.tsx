import { type CSSProperties, type PointerEvent, useEffect, useState } from "react";
import { useTranslation } from "../i18n/Translation";
import styles from "./Stage.module.css";
import { useZoom, type Zoom } from "./useZoom";
import { ZoomedPicture } from "./ZoomedPicture";

/** The ways to show an original image and its result. */
export const views = ["result", "original", "slider", "sideBySide", "hover"] as const;
export type View = (typeof views)[number];

export interface Picture {
  kind: "original" | "result";
  source: string;
  thumbnail: string;
  thumbHash: string | null;
}

/** A picture that can be zoomed, or two compared ones that zoom and move together. */
export function Stage(props: {
  pictures: Picture[];
  view: View;
  /** False for the preloaded pictures of a neighbour. */
  active: boolean;
  onZoom: (zoom: Zoom) => void;
  onExpired: () => void;
}) {
  const { translate } = useTranslation();
  const { view, active, onZoom } = props;
  const [divide, setDivide] = useState(50);
  const [peeking, setPeeking] = useState(false);
  const zoom = useZoom();

  useEffect(() => {
    if (active) onZoom(zoom);
  }, [active, zoom, onZoom]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the size differs side by side, and may have changed on return
  useEffect(() => zoom.reset(), [active, view === "sideBySide", zoom.reset]);

  const peek = (on: boolean, mouse: boolean) => (event: PointerEvent) => {
    if (view === "hover" && (event.pointerType === "mouse") === mouse) setPeeking(on);
  };
  return (
    <div
      className={styles.stage}
      data-view={view === "hover" ? (peeking ? "original" : "result") : view}
      style={{ "--divide": `${divide}%` } as CSSProperties}
      onPointerEnter={peek(true, true)}
      onPointerLeave={peek(false, true)}
      onPointerDown={peek(true, false)}
      onPointerUp={peek(false, false)}
      onPointerCancel={peek(false, false)}
    >
      {props.pictures.map(({ kind, source, thumbnail, thumbHash }) => (
        <figure key={kind} className={styles.pane} data-kind={kind}>
          <ZoomedPicture
            zoom={zoom}
            source={source}
            thumbnail={thumbnail}
            thumbHash={thumbHash}
            description={translate(`task.${kind}`)}
            disabled={!active}
            onExpired={props.onExpired}
          />
          {props.pictures.length > 1 && (
            <figcaption className={styles.caption} aria-hidden>
              {translate(`task.${kind}`)}
            </figcaption>
          )}
        </figure>
      ))}
      {active && view === "slider" && (
        <input
          className={styles.slider}
          type="range"
          min={0}
          max={100}
          value={divide}
          aria-label={translate("picture.divide")}
          onChange={({ target }) => setDivide(Number(target.value))}
        />
      )}
    </div>
  );
}
