import { useQuery } from "@apollo/client/react";
import { UserMenuDocument } from "../menu/UserMenu.generated";
import { useWords } from "../sharing/words/useWords";

/** How many characters of an id are shown to distinguish members. */
const shownChars = 8;

/** Returns the reader's id, and a function that names a member by the id's first characters, or "You" for the reader. */
export function useMemberName() {
  const words = useWords();
  const own = useQuery(UserMenuDocument).data?.viewer.id;
  return { own, nameOf: (userId: string) => (userId === own ? words("you") : userId.slice(0, shownChars)) };
}
