import { useTranslation } from "../i18n/Translation";
import type { TaskStatus } from "../schema.generated";
import { statuses } from "../tasks/choices";
import { CheckList } from "./CheckList";

export default function StatusChoices(props: {
  chosen: TaskStatus[];
  onChange: (chosen: TaskStatus[]) => void;
}) {
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
