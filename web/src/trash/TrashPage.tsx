import { Router } from "wouter";
import { useTranslation } from "../i18n/Translation";
import { SidePage } from "../menu/SidePage";
import { useTitle } from "../ui/useTitle";
import { TrashList } from "./TrashList";

/** The trash, at `/trash`, and each of its tasks, at `/trash/tasks/ID`. */
export default function TrashPage() {
  const { translate } = useTranslation();
  useTitle(translate("trash.title"), translate("title"));
  return (
    <Router base="/trash">
      <SidePage title={translate("trash.title")}>
        <TrashList />
      </SidePage>
    </Router>
  );
}
