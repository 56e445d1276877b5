import { ImageOff } from "lucide-react";
import { useLayoutEffect, useMemo, useRef, useState } from "react";
import { thumbHashToDataURL } from "thumbhash";
import { useReconnected } from "../connection/useReconnected";
import { useTranslation } from "../i18n/Translation";
import { useScrollsFast } from "../ui/useScrollsFast";
import styles from "./StoredImage.module.css";

/**
 * An image of ours: its ThumbHash, and its thumbnail where one is given, until it has loaded, which it begins to when it
 * is not just scrolled past; when its address no longer works, asks once for a new one, and says so when that does not
 * help.
 */
export function StoredImage(props: {
  source: string;
  /** What is shown until it has loaded, over the ThumbHash. */
  thumbnail?: string;
  thumbHash: string | null;
  description: string;
  fit: "cover" | "contain";
  /** Loads before it is in sight. */
  eager?: boolean;
  onExpired: () => void;
}) {
  const { translate } = useTranslation();
  const [state, setState] = useState<"loading" | "loaded" | "failed">("loading");
  const renewed = useRef(false);
  const scrollsFast = useScrollsFast();
  const [begun, setBegun] = useState(props.eager || !scrollsFast);
  if (!begun && !scrollsFast) setBegun(true);
  const blur = useMemo(() => blurredPicture(props.thumbHash), [props.thumbHash]);

  const waiting = [props.thumbnail, blur].flatMap((url) => (url ? [`url(${JSON.stringify(url)})`] : []));

  // biome-ignore lint/correctness/useExhaustiveDependencies: another address is another attempt
  useLayoutEffect(() => setState("loading"), [props.source]);
  useReconnected(() => setState((current) => (current === "failed" ? "loading" : current)));

  return (
    <span
      className={styles.frame}
      data-fit={props.fit}
      style={state === "loading" && waiting.length > 0 ? { backgroundImage: waiting.join(", ") } : undefined}
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
            // Until it is drawn, what stands in for it stays.
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
    </span>
  );
}

function blurredPicture(thumbHash: string | null): string | undefined {
  if (thumbHash === null) return undefined;
  return thumbHashToDataURL(Uint8Array.from(atob(thumbHash), (character) => character.charCodeAt(0)));
}
