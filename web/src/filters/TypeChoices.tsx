import { useTranslation } from "../i18n/Translation";
import type { TaskType } from "../schema.generated";
import { types } from "../tasks/choices";
import { CheckList } from "./CheckList";

export default function TypeChoices(props: { chosen: TaskType[]; onChange: (chosen: TaskType[]) => void }) {
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
