import { useRef } from "react";
import { useTranslation } from "../i18n/Translation";
import { Confirm } from "../ui/Confirm";

export interface Question {
  count: number;
  /** Whether they are deleted at once, instead of put into the trash. */
  forGood: boolean;
  /** For how many days tasks stay in the trash; 0 if there is none. */
  days: number;
  /** Whether there may be tasks among them that have not ended, and cannot go to the trash. */
  unended: boolean;
  answer: (yes: boolean) => void;
}

/** Asks before what cannot be undone, and before more tasks go than the reader can look at. */
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
