import "yet-another-react-lightbox/styles.css";
import { ImageOff } from "lucide-react";
import { useEffect } from "react";
import Lightbox from "yet-another-react-lightbox";
import Inline from "yet-another-react-lightbox/plugins/inline";
import Zoom from "yet-another-react-lightbox/plugins/zoom";
import { useTranslation } from "../i18n/Translation";
import { StoredImage } from "../images/StoredImage";
import { StatusBadge } from "../tasks/StatusBadge";
import styles from "./PictureViewer.module.css";
import type { TaskPicture_TaskFragment } from "./TaskPicture.generated";

export const views = ["original", "result", "both"] as const;
export type View = (typeof views)[number];

/** Original and result: switched by key, swipe or toolbar and zoomed, or side by side. */
export function PictureViewer(props: {
  task: TaskPicture_TaskFragment;
  view: View;
  onView: (view: View) => void;
  onExpired: () => void;
}) {
  const { translate } = useTranslation();
  const { originalImage, generatedImage, status } = props.task;
  const images = [
    { view: "original", image: originalImage, name: translate("task.original") } as const,
    { view: "result", image: generatedImage, name: translate("task.result") } as const,
  ].flatMap(({ image, ...rest }) => (image ? [{ image, ...rest }] : []));

  if (images.length === 0) {
    return (
      <div className={styles.empty}>
        <StatusBadge status={status} />
      </div>
    );
  }
  if (props.view === "both") {
    return (
      <div className={styles.pair}>
        {images.map(({ view, image, name }) => (
          <figure key={view} className={styles.half}>
            <div className={styles.picture}>
              <StoredImage
                source={image.fullUrl}
                thumbHash={image.thumbHash}
                description={name}
                fit="contain"
                onExpired={props.onExpired}
              />
            </div>
            <figcaption>{name}</figcaption>
          </figure>
        ))}
      </div>
    );
  }
  return (
    <div className={styles.viewer}>
      <Lightbox
        plugins={[Inline, Zoom]}
        slides={images.map(({ image, name }) => ({
          src: image.fullUrl,
          alt: name,
          ...(image.width && image.height && { width: image.width, height: image.height }),
        }))}
        index={images.findIndex(({ view }) => view === props.view)}
        on={{ view: ({ index }) => images[index] && props.onView(images[index].view) }}
        carousel={{ finite: true, padding: "12px", imageFit: "contain" }}
        zoom={{ scrollToZoom: true, maxZoomPixelRatio: 4 }}
        labels={{ "Zoom in": translate("picture.zoomIn"), "Zoom out": translate("picture.zoomOut") }}
        render={{
          iconError: () => <Unavailable onShown={props.onExpired} />,
          ...(images.length === 1 && { buttonPrev: () => null, buttonNext: () => null }),
        }}
        toolbar={{ buttons: [] }}
      />
    </div>
  );
}

/** In place of an image that could not be loaded: its address may have expired, so another is asked for. */
function Unavailable({ onShown }: { onShown: () => void }) {
  const { translate } = useTranslation();
  useEffect(onShown, [onShown]);
  return <ImageOff size={32} role="img" aria-label={translate("image.unavailable")} />;
}
