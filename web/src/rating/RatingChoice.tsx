import { Choice } from "../ui/Choice";
import { ratings } from "./useRating";
import { useRatingWords } from "./words";

const choices = ["", ...ratings.map(String)];

/** A choice of the minimum rating; empty for any. */
export default function RatingChoice(props: { chosen: string; onChange: (chosen: string) => void }) {
  const words = useRatingWords();
  return (
    <Choice
      label={words("title")}
      values={choices}
      chosen={props.chosen}
      nameOf={(rating) => (rating === "" ? words("any") : rating === "5" ? "5" : `${rating}+`)}
      onChange={props.onChange}
    />
  );
}
