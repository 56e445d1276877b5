import { useQuery } from "@apollo/client/react";
import { useTranslation } from "../../i18n/Translation";
import { BoardNameDocument } from "./BoardNames.generated";

/** The name of a board; "Boards" while loading. */
export default function BoardName({ name: id }: { name: string }) {
  const { translate } = useTranslation();
  return useQuery(BoardNameDocument, { variables: { id } }).data?.board?.name ?? translate("board.title");
}
