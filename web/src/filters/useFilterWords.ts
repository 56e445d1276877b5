import { useTranslation } from "../i18n/Translation";
import { useRatingWords } from "../rating/words";
import { useReason } from "../tasks/useReason";

export type FilterWords = ReturnType<typeof useFilterWords>;

/** What filters and their values are called with. */
export function useFilterWords() {
  const { translate } = useTranslation();
  return { translate, ofRating: useRatingWords(), inWords: useReason() };
}
