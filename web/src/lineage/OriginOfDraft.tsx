import { useQuery } from "@apollo/client/react";
import { X } from "lucide-react";
import { useTranslation } from "../i18n/Translation";
import { Thumbnail } from "../images/Thumbnail";
import type { Way } from "../tasks/newTaskPath";
import { beginning, promptOf } from "../tasks/promptOf";
import { Button } from "../ui/Button";
import styles from "./OriginOfDraft.module.css";
import { OriginOfDraftDocument } from "./TaskLineage.generated";

/** The source task of the draft. The reader can remove it, which makes the draft independent. */
export function OriginOfDraft(props: {
  origin: { id: string; way: Way; image: number };
  onRemove: () => void;
}) {
  const { translate } = useTranslation();
  const { id, way } = props.origin;
  const { data, refetch } = useQuery(OriginOfDraftDocument, { variables: { id } });
  const image = data?.task?.images[props.origin.image];
  if (!data?.task) return null;
  return (
    <p className={styles.origin}>
      {image && (
        <span className={styles.picture}>
          <Thumbnail image={image} onExpired={() => void refetch().catch(() => undefined)} />
        </span>
      )}
      <span className={styles.text}>
        {translate(`lineage.from.${way}`, { prompt: beginning(promptOf(data.task, translate)) })}
      </span>
      <Button kind="quiet" label={translate("lineage.alone")} onClick={props.onRemove}>
        <X size={16} aria-hidden />
      </Button>
    </p>
  );
}
