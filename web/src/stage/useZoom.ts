import { useMemo, useRef, useState } from "react";
import type { ReactZoomPanPinchContentRef, ReactZoomPanPinchProps } from "react-zoom-pan-pinch";

type Pane = ReactZoomPanPinchContentRef;
type OnTransform = NonNullable<ReactZoomPanPinchProps["onTransform"]>;

export interface Zoom {
  zoomed: boolean;
  zoomIn: () => void;
  zoomOut: () => void;
  reset: () => void;
}

/** One zoom for all compared pictures: when one moves, the others follow. */
export function useZoom() {
  const panes = useRef(new Set<Pane>());
  const [zoomed, setZoomed] = useState(false);

  const together = useMemo(() => {
    const one = () => [...panes.current][0];
    return {
      join(pane: Pane | null) {
        if (!pane) return;
        panes.current.add(pane);
        return () => void panes.current.delete(pane);
      },
      follow: ((moved, { scale, positionX, positionY }) => {
        setZoomed(scale > 1);
        for (const { instance, setTransform } of panes.current) {
          const { state } = instance;
          const follows =
            state.scale === scale && state.positionX === positionX && state.positionY === positionY;
          if (instance !== moved.instance && !follows) setTransform(positionX, positionY, scale, 0);
        }
      }) satisfies OnTransform,
      zoomIn: () => void one()?.zoomIn(),
      zoomOut: () => void one()?.zoomOut(),
      reset: () => void one()?.resetTransform(0),
    };
  }, []);
  return useMemo(() => ({ ...together, zoomed }), [together, zoomed]);
}
