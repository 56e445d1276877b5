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
  /** The model's other parameters and the number of images, both of a repeated task. */
  parameters?: unknown;
  imageCount?: number | undefined;
  /** The task that the draft was filled from and that it will name as its source. */
  from?: Origin | undefined;
}

/** The source of a new task: a task, the way in which it is used, and which of its images. */
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
 * The draft of the next task. It is stored until it is recorded, the tab is closed or the session ends. Its images do
 * not survive a reload.
 */
export function useDraft() {
  const { user } = useSession();
  const [draft, setDraft] = useState(() => storedDraft(user));

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
    /** Empties the draft. The next one begins with the same choices, such as the model. */
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

function storedDraft(user: string | undefined): Draft {
  const stored = JSON.parse(sessionStorage.getItem(draftKey) ?? "{}");
  return stored.user === user && stored.draft ? stored.draft : blankDraft();
}

function blankDraft(): Draft {
  return { prompt: "", taskType: "IMAGE_GENERATION", ...lastChoices(), images: [] };
}

/** The choices of the task that was recorded last. */
export function lastChoices(): Pick<Draft, "aspectRatio" | "modelVersion" | "withSample"> {
  const usual = { aspectRatio: "1:1", modelVersion: models[0] ?? "", withSample: true };
  return { ...usual, ...JSON.parse(localStorage.getItem(choicesKey) ?? "{}") };
}
