import { useTranslation } from "../i18n/Translation";
import { SidePage } from "../menu/SidePage";
import panel from "../ui/Panel.module.css";
import { useTitle } from "../ui/useTitle";
import { LinkList } from "./LinkList";
import { useWords } from "./words/useWords";

/** All links that the reader created, at `/links`, each with its number of views. */
export default function LinksPage() {
  const { translate } = useTranslation();
  const words = useWords();
  useTitle(words("links"), translate("title"));
  return (
    <SidePage title={words("links")}>
      <p className={panel.note}>{words("links.about")}</p>
      <LinkList />
    </SidePage>
  );
}
