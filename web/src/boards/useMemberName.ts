import { useQuery } from "@apollo/client/react";
import { UserMenuDocument } from "../menu/UserMenu.generated";
import { useWords } from "../sharing/words/useWords";

/** The first characters of an id, by which people tell members apart. */
const shownChars = 8;

/** Returns the reader's id, and a function that names a member: there are no names here, but for the reader. */
export function useMemberName() {
  const words = useWords();
  const own = useQuery(UserMenuDocument).data?.viewer.id;
  return { own, nameOf: (userId: string) => (userId === own ? words("you") : userId.slice(0, shownChars)) };
}
