import type { TaskType } from "@task-record/client/schema.generated";
import { useTranslation } from "../i18n/Translation";
import field from "../ui/field.module.css";
import { useCredits } from "./useCredits";

/** The price of this number of images, and the available credits. Renders nothing on a plan without prices. */
export function TaskPrice({ taskType, images }: { taskType: TaskType; images: number }) {
  const { translate, format } = useTranslation();
  const credits = useCredits();
  if (!credits) return null;
  const price = images * (credits.prices.get(taskType) ?? 0);
  const amounts = { price: format.number(price), available: format.number(credits.available) };
  return (
    <p className={price > credits.available ? field.problem : field.hint} role="status">
      {translate(price > credits.available ? "credits.tooFew" : "credits.price", amounts)}
    </p>
  );
}
