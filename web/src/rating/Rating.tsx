import { Star } from "lucide-react";
import styles from "./Rating.module.css";
import { ratings, useRating } from "./useRating";
import { useRatingWords } from "./words";

/** Five buttons, one for each rating of a completed task. */
export function Rating({ id }: { id: string }) {
  const words = useRatingWords();
  const { rating, rate } = useRating(id);
  if (!rate && rating === null) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form
    <div className={styles.rating} role="group" aria-label={words("title")}>
      {ratings.map((one) => (
        <button
          key={one}
          type="button"
          className={styles.one}
          data-given={rating !== null && one <= rating}
          aria-label={words("one", { rating: one })}
          aria-pressed={one === rating}
          aria-keyshortcuts={String(one)}
          title={one === rating ? words("again") : words("one", { rating: one })}
          disabled={!rate}
          onClick={() => void rate?.(one)}
        >
          <Star size={20} aria-hidden />
        </button>
      ))}
    </div>
  );
}
