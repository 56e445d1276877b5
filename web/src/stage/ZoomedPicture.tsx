import type { CSSProperties } from "react";
import { TransformComponent, TransformWrapper } from "react-zoom-pan-pinch";
import { StoredImage } from "../images/StoredImage";
import { useMediaQuery } from "../ui/useMediaQuery";
import type { useZoom } from "./useZoom";

const whole: CSSProperties = { width: "100%", height: "100%" };

/** A picture that zooms and moves together with the others of the same zoom. */
export function ZoomedPicture(props: {
  zoom: ReturnType<typeof useZoom>;
  source: string;
  thumbnail: string;
  thumbHash: string | null;
  description: string;
  disabled?: boolean;
  onExpired: () => void;
}) {
  const { zoom, disabled = false, ...picture } = props;
  const still = useMediaQuery("(prefers-reduced-motion: reduce)");
  return (
    <TransformWrapper
      ref={zoom.join}
      onTransform={zoom.follow}
      disabled={disabled}
      minScale={1}
      maxScale={8}
      panning={{ disabled: !zoom.zoomed }}
      doubleClick={{ mode: "toggle", ...(still && { animationTime: 0 }) }}
      zoomAnimation={{ disabled: still }}
      velocityAnimation={{ disabled: still }}
    >
      <TransformComponent wrapperStyle={whole} contentStyle={whole}>
        <StoredImage {...picture} fit="contain" eager />
      </TransformComponent>
    </TransformWrapper>
  );
}
