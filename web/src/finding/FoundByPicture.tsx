import { skipToken, useQuery } from "@apollo/client/react";
import { useEffect, useMemo, useState } from "react";
import { useErrorText } from "../connection/useErrorText";
import { Button } from "../ui/Button";
import field from "../ui/field.module.css";
import { Modal } from "../ui/Modal";
import modal from "../ui/Modal.module.css";
import styles from "./FoundByPicture.module.css";
import { FoundTasks } from "./FoundTasks";
import { SimilarTasksDocument } from "./SimilarTasks.generated";
import { smallPicture } from "./smallPicture";
import { useWords } from "./words/useWords";

const most = 24;

/** The tasks whose picture is the same as a file's or similar. The file is not stored; a task can start from it. */
export default function FoundByPicture(props: { file: File; onClose: () => void; onStart?: () => void }) {
  const words = useWords();
  const errorText = useErrorText();
  const { file } = props;
  const [picture, setPicture] = useState<string>();
  const [broken, setBroken] = useState(false);
  const shown = useMemo(() => URL.createObjectURL(file), [file]);
  useEffect(() => () => URL.revokeObjectURL(shown), [shown]);
  useEffect(() => {
    smallPicture(file).then(setPicture, () => setBroken(true));
  }, [file]);
  const { data, error, refetch } = useQuery(
    SimilarTasksDocument,
    picture
      ? { variables: { to: { image: { dataUrl: picture } }, first: most }, fetchPolicy: "no-cache" }
      : skipToken,
  );
  const found = data?.similarTasks;
  const said = broken
    ? words("found.broken")
    : error
      ? errorText(error)
      : !found
        ? words("found.looking")
        : found.length === 0 && words("found.none");
  return (
    <Modal title={words("found.title")} description={words("found.description")} onClose={props.onClose}>
      <div className={styles.body}>
        {!broken && <img className={styles.given} src={shown} alt={file.name} />}
        <p role="status" className={error || broken ? field.problem : undefined}>
          {said}
        </p>
        {found && (
          <FoundTasks
            found={found}
            fromList
            onOpen={props.onClose}
            onExpired={() => void refetch().catch(() => undefined)}
          />
        )}
      </div>
      {props.onStart && (
        <div className={modal.actions}>
          <Button onClick={props.onStart}>{words("found.start")}</Button>
        </div>
      )}
    </Modal>
  );
}
