import { useRef } from "react";
import { useTranslation } from "../i18n/Translation";
import { Confirm } from "../ui/Confirm";

export interface Question {
  count: number;
  /** Whether the tasks are deleted at once instead of moved to the trash. */
  forGood: boolean;
  /** How many days tasks stay in the trash; 0 if the plan has no trash. */
  days: number;
  /** Whether some may not have ended, and so cannot go to the trash. */
  unended: boolean;
  answer: (yes: boolean) => void;
}

/** Asks before a deletion that cannot be undone, and before one of more tasks than the reader can see. */
export function ConfirmDeletion({ question, onClose }: { question: Question; onClose: () => void }) {
  const { translate, format } = useTranslation();
  const { count, forGood, days, unended, answer } = question;
  const agreed = useRef(false);
  return (
    <Confirm
      title={translate(forGood ? "delete.title" : "trash.moveTitle", { count: format.number(count) })}
      description={format.sentences(
        translate(forGood ? "delete.description" : "trash.moveDescription", {
          count: format.number(count),
          days: format.dayCount(days),
        }),
        unended && days > 0 && translate("trash.unended"),
      )}
      action={translate(forGood ? "delete.confirm" : "trash.move")}
      onClose={onClose}
      onConfirm={() => {
        agreed.current = true;
      }}
      onClosed={() => answer(agreed.current)}
    />
  );
}
