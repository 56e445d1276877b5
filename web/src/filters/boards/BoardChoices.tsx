import { useQuery } from "@apollo/client/react";
import { useTranslation } from "../../i18n/Translation";
import { useReadOnly } from "../../tasks/readOnly";
import { CheckList } from "../CheckList";
import { BoardNamesDocument } from "./BoardNames.generated";

/** A filter by the reader's boards, the most recently changed first. Renders nothing without boards. */
export default function BoardChoices(props: { chosen: string[]; onChange: (chosen: string[]) => void }) {
  const { translate } = useTranslation();
  // Read-only tasks are another user's, who has other boards. Other components cache boards in pages of another size.
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
