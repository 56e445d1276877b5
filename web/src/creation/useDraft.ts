import type { TaskType } from "@task-record/client/schema.generated";
import { useEffect, useState } from "react";
import { useSession } from "../session/session";
import { models } from "../tasks/choices";
import { type Way, ways } from "../tasks/newTaskPath";

export interface Draft {
  prompt: string;
  taskType: TaskType;
  aspectRatio: string;
  modelVersion: string;
  /** Whether the page generates a sample picture itself, in place of a model. */
  withSample: boolean;
  /** Each image becomes the original image of a task of its own. */
  images: File[];
  /** What the model is given beside the prompt, and how many images are asked for, of a task that is repeated. */
  parameters?: unknown;
  imageCount?: number | undefined;
  /** The task from which the draft was filled, and is made. */
  from?: Origin | undefined;
}

/** The task that another one is made from, in which way, and from which of its images. */
export interface Origin {
  id: string;
  way: Way;
  image: number;
}

export function originOf(route: { from?: string; way?: string; image?: string } | null): Origin | undefined {
  if (!route?.from) return undefined;
  const way = route.way && route.way in ways ? (route.way as Way) : "again";
  return { id: route.from, way, image: Number(route.image ?? 0) };
}

export type Drafting = ReturnType<typeof useDraft>;

const draftKey = "task-record.draft";
const choicesKey = "task-record.choices";

/**
 * The draft of the next task. It is kept until it is recorded, the tab is closed or the session ends; its
 * images only until a reload.
 */
export function useDraft() {
  const { user } = useSession();
  const [draft, setDraft] = useState(() => keptDraft(user));

  useEffect(() => {
    sessionStorage.setItem(draftKey, JSON.stringify({ user, draft: { ...draft, images: [] } }));
    return () => sessionStorage.removeItem(draftKey);
  }, [draft, user]);

  return {
    draft,
    change: (part: Partial<Draft>) => setDraft((current) => ({ ...current, ...part })),
    addImages: (images: File[]) =>
      setDraft((current) => {
        const byIdentity = new Map([...current.images, ...images].map((image) => [identity(image), image]));
        return { ...current, images: [...byIdentity.values()] };
      }),
    removeImage: (image: File) =>
      setDraft((current) => ({ ...current, images: current.images.filter((other) => other !== image) })),
    discard: () => setDraft(blankDraft()),
    /** Empties the draft, except for choices such as the model, with which the next one begins. */
    finish() {
      const { aspectRatio, modelVersion, withSample } = draft;
      localStorage.setItem(choicesKey, JSON.stringify({ aspectRatio, modelVersion, withSample }));
      setDraft(blankDraft());
    },
  };
}

/** Identifies a file: equal for the same file chosen twice. */
export function identity({ name, size, lastModified }: File): string {
  return `${lastModified} ${size} ${name}`;
}

function keptDraft(user: string | undefined): Draft {
  const kept = JSON.parse(sessionStorage.getItem(draftKey) ?? "{}");
  return kept.user === user && kept.draft ? kept.draft : blankDraft();
}

function blankDraft(): Draft {
  return { prompt: "", taskType: "IMAGE_GENERATION", ...keptChoices(), images: [] };
}

/** The choices of the task that was recorded last. */
export function keptChoices(): Pick<Draft, "aspectRatio" | "modelVersion" | "withSample"> {
  const usual = { aspectRatio: "1:1", modelVersion: models[0] ?? "", withSample: true };
  return { ...usual, ...JSON.parse(localStorage.getItem(choicesKey) ?? "{}") };
}
