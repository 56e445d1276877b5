import { useTranslation } from "../i18n/Translation";
import { useRatingWords } from "../rating/words";
import { useReason } from "../tasks/useReason";

export type FilterWords = ReturnType<typeof useFilterWords>;

/** The functions that name filters and their values. */
export function useFilterWords() {
  const { translate } = useTranslation();
  return { translate, ofRating: useRatingWords(), inWords: useReason() };
}
