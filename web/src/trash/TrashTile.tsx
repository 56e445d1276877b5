import { useQuery } from "@apollo/client/react";
import { memo } from "react";
import { endInTrash } from "../deletion/endInTrash";
import { useTranslation } from "../i18n/Translation";
import { UserMenuDocument } from "../menu/UserMenu.generated";
import { PlainTile } from "../tasks/PlainTile";
import type { TaskProps } from "../tasks/TaskProps";

/** A task in the trash, with the time until it is deleted. */
export const TrashTile = memo(function TrashTile(props: TaskProps) {
  const { format } = useTranslation();
  const days = useQuery(UserMenuDocument).data?.viewer.plan.trashDays;
  return (
    <PlainTile
      {...props}
      noteOf={({ trashedAt }) =>
        trashedAt && days !== undefined && format.fromNow(endInTrash(trashedAt, days))
      }
    />
  );
});
