import { ImageUp, X } from "lucide-react";
import { useEffect, useMemo } from "react";
import { useTranslation } from "../i18n/Translation";
import { Button } from "../ui/Button";
import field from "../ui/field.module.css";
import styles from "./ImagePicker.module.css";
import { identity } from "./useDraft";
import { accepted } from "./useImageProblems";

/** The chosen images, each with its problem, if any, and a place to add more. */
export function ImagePicker(props: {
  images: File[];
  problems: Map<File, string>;
  onAdd: (images: File[]) => void;
  onRemove: (image: File) => void;
  /** Called with an image that the browser cannot show. */
  onBroken: (image: File) => void;
}) {
  const { translate } = useTranslation();
  return (
    <div className={field.field}>
      <span className={field.label}>{translate("new.image")}</span>
      <ul className={styles.images}>
        {props.images.map((image) => (
          <li key={identity(image)} className={styles.chosen}>
            <ChosenImage image={image} problem={props.problems.get(image)} onBroken={props.onBroken} />
            <Button
              kind="quiet"
              icon
              aria-label={translate("new.removeImage", { name: image.name })}
              onClick={() => props.onRemove(image)}
            >
              <X size={18} aria-hidden />
            </Button>
          </li>
        ))}
      </ul>
      <label className={styles.zone}>
        <ImageUp size={22} aria-hidden />
        <input
          type="file"
          multiple
          accept={accepted.join(",")}
          aria-label={translate("new.chooseImage")}
          onChange={({ target }) => {
            props.onAdd([...(target.files ?? [])]);
            // Without this, a removed file could not be chosen again.
            target.value = "";
          }}
        />
        <span className={field.hint}>{translate("new.imageHint")}</span>
      </label>
    </div>
  );
}

function ChosenImage({
  image,
  problem,
  onBroken,
}: {
  image: File;
  problem: string | undefined;
  onBroken: (image: File) => void;
}) {
  const { translate, format } = useTranslation();
  const preview = useMemo(() => URL.createObjectURL(image), [image]);
  useEffect(() => () => URL.revokeObjectURL(preview), [preview]);
  return (
    <>
      {problem === undefined && (
        <img
          src={preview}
          alt={translate("new.image")}
          onError={() => onBroken(image)}
          // The browser shows the beginning of a truncated file without an error.
          onLoad={() =>
            createImageBitmap(image).then(
              (bitmap) => bitmap.close(),
              () => onBroken(image),
            )
          }
        />
      )}
      <div className={styles.name}>
        {image.name} <span className={field.hint}>{format.size(image.size)}</span>
        {problem && (
          <p className={field.problem} role="alert">
            {problem}
          </p>
        )}
      </div>
    </>
  );
}
