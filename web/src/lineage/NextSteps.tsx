import { Pencil, RotateCcw, Shuffle } from "lucide-react";
import { Link, useSearch } from "wouter";
import { useTranslation } from "../i18n/Translation";
import { newTaskPath, type Way } from "../tasks/newTaskPath";
import { buttonClass } from "../ui/Button";

const icons = { again: RotateCcw, variation: Shuffle, edit: Pencil };

/** Buttons that begin a new task from this one: again, a variation or, if it has a picture, an edit. */
export function NextSteps(props: { id: string; hasPicture: boolean; image: number }) {
  const { translate } = useTranslation();
  const search = useSearch();
  const ways: Way[] = props.hasPicture ? ["again", "variation", "edit"] : ["again"];
  return ways.map((way) => {
    const Icon = icons[way];
    return (
      <Link
        key={way}
        href={`~${newTaskPath(search, props.id, way, way === "edit" ? props.image : 0)}`}
        state={{ fromPage: true }}
        className={buttonClass("quiet")}
      >
        <Icon size={16} aria-hidden />
        {translate(`lineage.${way}`)}
      </Link>
    );
  });
}
