import { StoredImage } from "./StoredImage";

/** The thumbnail of an image, which covers its parent. Without a description, screen readers skip it. */
export function Thumbnail(props: {
  image: { thumbnailUrl: string; thumbHash: string | null };
  description?: string;
  /** Whether to load before it is visible. */
  eager?: boolean;
  onExpired?: () => void;
}) {
  const { image, description = "", eager = false, onExpired = () => undefined } = props;
  return (
    <StoredImage
      source={image.thumbnailUrl}
      thumbHash={image.thumbHash}
      description={description}
      fit="cover"
      eager={eager}
      onExpired={onExpired}
    />
  );
}
