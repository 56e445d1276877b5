import { useFragment } from "@apollo/client/react";
import { useRoute } from "wouter";
import { useFilters } from "../filters/filters";
import { useTranslation } from "../i18n/Translation";
import { newTaskRoute } from "../tasks/newTaskPath";
import { useTaskTotals } from "../tasks/useTaskTotals";
import { useTitle } from "../ui/useTitle";
import { PageTitle_TaskFragmentDoc } from "./PageTitle.generated";

/** Names the document after the open task or the number of listed tasks, if the cache has them. */
export function PageTitle() {
  const { translate, format } = useTranslation();
  const { filters, where } = useFilters();
  const [pictureIsOpen, picture] = useRoute("/tasks/:id");
  const [formIsOpen] = useRoute(newTaskRoute);
  const { data: task } = useFragment({
    fragment: PageTitle_TaskFragmentDoc,
    from: pictureIsOpen ? { __typename: "TaskRecord", id: picture.id } : null,
  });
  const count = useTaskTotals(where)?.taskCount;

  let open: string | undefined;
  if (pictureIsOpen) open = [...(task?.prompt || translate("picture.label"))].slice(0, 80).join("");
  else if (formIsOpen) open = translate("new.title");
  else if (count)
    open = translate(count.precision === "EXACT" ? "list.matching" : "list.matchingAtLeast", {
      count: format.number(count.value),
    });
  useTitle(open, pictureIsOpen || formIsOpen ? undefined : filters.search, translate("title"));
  return null;
}
