import { useTranslation } from "../i18n/Translation";
import type { TaskStatus, TaskType } from "../schema.generated";
import { statuses, types } from "../tasks/choices";
import { CheckList } from "./CheckList";

export function StatusChoices(props: { chosen: TaskStatus[]; onChange: (chosen: TaskStatus[]) => void }) {
  const { translate } = useTranslation();
  return (
    <CheckList
      name={translate("filters.status")}
      choices={statuses}
      nameOf={(status) => translate(`status.${status}`)}
      {...props}
    />
  );
}

export function TypeChoices(props: { chosen: TaskType[]; onChange: (chosen: TaskType[]) => void }) {
  const { translate } = useTranslation();
  return (
    <CheckList
      name={translate("filters.type")}
      choices={types}
      nameOf={(type) => translate(`type.${type}`)}
      {...props}
    />
  );
}
