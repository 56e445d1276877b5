import { ImageOff, LoaderCircle } from "lucide-react";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { thumbHashToDataURL } from "thumbhash";
import { useReconnected } from "../connection/useReconnected";
import { useTranslation } from "../i18n/Translation";
import { useScrollsFast } from "../ui/useScrollsFast";
import styles from "./StoredImage.module.css";

/** Milliseconds after which an image is shown as slow. */
const slowMs = 6000;
/** Milliseconds until a failed image is tried again. Each wait is twice as long, up to the maximum. */
const retryMs = 10_000;
const mostRetryMs = 320_000;

/**
 * An image from storage. Until it is loaded, its ThumbHash is shown and, if given, its thumbnail. It begins to load when
 * scrolling slows down. If its address has expired, it asks for a new one once, and shows a failure if that does not
 * help. If storage is slow, it shows that, and appears when storage answers.
 */
export function StoredImage(props: {
  source: string;
  /** The address of a smaller image, shown over the ThumbHash until the image has loaded. */
  thumbnail?: string;
  thumbHash: string | null;
  description: string;
  fit: "cover" | "contain";
  /** Whether to load before it is visible. */
  eager?: boolean;
  onExpired: () => void;
}) {
  const { translate } = useTranslation();
  const [state, setState] = useState<"loading" | "slow" | "loaded" | "failed">("loading");
  const renewed = useRef(false);
  const retryAfter = useRef(retryMs);
  const scrollsFast = useScrollsFast();
  const [begun, setBegun] = useState(props.eager || !scrollsFast);
  if (!begun && !scrollsFast) setBegun(true);
  const blur = useMemo(() => blurredPicture(props.thumbHash), [props.thumbHash]);

  const waiting = [props.thumbnail, blur].flatMap((url) => (url ? [`url(${JSON.stringify(url)})`] : []));

  // biome-ignore lint/correctness/useExhaustiveDependencies: another address starts another attempt
  useLayoutEffect(() => setState("loading"), [props.source]);
  useEffect(() => {
    if (state !== "failed" && (state !== "loading" || !begun)) return;
    const isFailed = state === "failed";
    const timer = setTimeout(
      () => setState(isFailed ? "loading" : "slow"),
      isFailed ? retryAfter.current : slowMs,
    );
    if (isFailed) retryAfter.current = Math.min(retryAfter.current * 2, mostRetryMs);
    return () => clearTimeout(timer);
  }, [state, begun]);
  useReconnected(() => setState((current) => (current === "failed" ? "loading" : current)));

  return (
    <span
      className={styles.frame}
      data-fit={props.fit}
      style={
        (state === "loading" || state === "slow") && waiting.length > 0
          ? { backgroundImage: waiting.join(", ") }
          : undefined
      }
    >
      {state === "failed" ? (
        <span className={styles.failed} role="img" aria-label={translate("image.unavailable")}>
          <ImageOff size={20} aria-hidden />
        </span>
      ) : (
        <img
          src={begun ? props.source : undefined}
          alt={props.description}
          loading={props.eager ? "eager" : "lazy"}
          decoding="async"
          data-loaded={state === "loaded"}
          onLoad={({ currentTarget }) => {
            renewed.current = false;
            retryAfter.current = retryMs;
            // The placeholder stays until the image is decoded and can be drawn.
            currentTarget.decode().then(
              () => setState("loaded"),
              () => undefined,
            );
          }}
          onError={() => {
            setState("failed");
            if (!renewed.current) props.onExpired();
            renewed.current = true;
          }}
        />
      )}
      {state === "slow" && (
        <span className={styles.slow} role="img" aria-label={translate("image.slow")}>
          <LoaderCircle size={20} aria-hidden />
        </span>
      )}
    </span>
  );
}

function blurredPicture(thumbHash: string | null): string | undefined {
  if (thumbHash === null) return undefined;
  try {
    return thumbHashToDataURL(Uint8Array.from(atob(thumbHash), (character) => character.charCodeAt(0)));
  } catch {
    // A user's SQL may have stored any text.
    return undefined;
  }
}
