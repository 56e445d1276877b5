import { useQuery } from "@apollo/client/react";
import { useTranslation } from "../../i18n/Translation";
import { useReadOnly } from "../../tasks/readOnly";
import { CheckList } from "../CheckList";
import { BoardNamesDocument } from "./BoardNames.generated";

/** The reader's boards, those changed last first, of which the list can show the tasks; nothing if there are none. */
export default function BoardChoices(props: { chosen: string[]; onChange: (chosen: string[]) => void }) {
  const { translate } = useTranslation();
  // Of another user, whose tasks are only shown, these are not the boards. The cache has them in pages of another size.
  const { data } = useQuery(BoardNamesDocument, { skip: useReadOnly(), fetchPolicy: "no-cache" });
  const names = new Map(data?.boards.nodes.map(({ id, name }) => [id, name]));
  if (names.size === 0) return null;
  return (
    <CheckList
      name={translate("board.title")}
      choices={[...names.keys()]}
      nameOf={(id) => names.get(id) ?? ""}
      {...props}
    />
  );
}
