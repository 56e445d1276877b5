import { useQuery } from "@apollo/client/react";
import { useCallback, useState } from "react";
import { useTranslation } from "../i18n/Translation";
import { UserMenuDocument } from "../menu/UserMenu.generated";

export const accepted = ["image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"];
/** The most tasks that are recorded at once. */
const maxImages = 20;

/** The problems of the images under the reader's plan: of each, and of all together. */
export function useImageProblems(images: File[]) {
  const { translate, format } = useTranslation();
  const viewer = useQuery(UserMenuDocument).data?.viewer;
  const plan = viewer?.plan;
  const free =
    plan?.maxStorage == null ? Number.POSITIVE_INFINITY : plan.maxStorage - (viewer?.storageUsed ?? 0);
  const [broken, setBroken] = useState<ReadonlySet<File>>(new Set());
  const problems = new Map<File, string>();
  for (const image of images) {
    if (!accepted.includes(image.type)) problems.set(image, translate("new.notAnImage"));
    else if (plan && image.size > plan.maxImageSize)
      problems.set(
        image,
        translate("new.imageTooLarge", { plan: plan.name, limit: format.size(plan.maxImageSize) }),
      );
    else if (broken.has(image)) problems.set(image, translate("new.brokenImage"));
  }

  let problem = "";
  if (problems.size > 0) problem = translate("new.removeRefused");
  else if (images.length > maxImages) problem = translate("new.tooManyImages", { count: maxImages });
  else if (images.reduce((sum, { size }) => sum + size, 0) > free)
    problem = translate("new.storageFull", { free: format.size(Math.max(free, 0)) });
  return {
    problems,
    problem,
    taskTypes: plan?.taskTypes,
    /** To be called with an image that the browser cannot show. AVIF is exempt: not every browser can show it. */
    markBroken: useCallback(
      (image: File) => image.type !== "image/avif" && setBroken((others) => new Set([...others, image])),
      [],
    ),
  };
}
