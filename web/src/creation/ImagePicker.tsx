import { ImageUp, X } from "lucide-react";
import { useEffect, useEffectEvent, useMemo, useState } from "react";
import { useTranslation } from "../i18n/Translation";
import { Button } from "../ui/Button";
import field from "../ui/field.module.css";
import styles from "./ImagePicker.module.css";

const accepted = ["image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"];

/** Takes an image that is dropped, pasted or chosen. */
export function ImagePicker(props: { image: File | undefined; onChange: (image: File | undefined) => void }) {
  const { translate, format } = useTranslation();
  const [hovered, setHovered] = useState(false);
  const preview = useMemo(() => props.image && URL.createObjectURL(props.image), [props.image]);
  useEffect(() => () => void (preview && URL.revokeObjectURL(preview)), [preview]);

  const take = useEffectEvent((files: FileList | null | undefined) => {
    const image = [...(files ?? [])].find(({ type }) => accepted.includes(type));
    if (image) props.onChange(image);
  });
  useEffect(() => {
    const paste = (event: ClipboardEvent) => take(event.clipboardData?.files);
    document.addEventListener("paste", paste);
    return () => document.removeEventListener("paste", paste);
  }, []);

  return (
    <div className={field.field}>
      <span className={field.label}>{translate("new.image")}</span>
      {props.image && preview ? (
        <div className={styles.chosen}>
          <img src={preview} alt={translate("new.image")} />
          <span className={styles.name}>
            {props.image.name}
            <span className={field.hint}> {format.size(props.image.size)}</span>
          </span>
          <Button
            kind="quiet"
            icon
            aria-label={translate("new.removeImage")}
            onClick={() => props.onChange(undefined)}
          >
            <X size={18} aria-hidden />
          </Button>
        </div>
      ) : (
        <label
          className={styles.zone}
          data-hovered={hovered}
          onDragOver={(event) => {
            event.preventDefault();
            setHovered(true);
          }}
          onDragLeave={() => setHovered(false)}
          onDrop={(event) => {
            event.preventDefault();
            setHovered(false);
            take(event.dataTransfer.files);
          }}
        >
          <ImageUp size={22} aria-hidden />
          <input
            type="file"
            accept={accepted.join(",")}
            aria-label={translate("new.chooseImage")}
            onChange={({ target }) => take(target.files)}
          />
          <span className={field.hint}>{translate("new.imageHint")}</span>
        </label>
      )}
    </div>
  );
}
