import { useEffect, useState } from "react";
import type { TaskType } from "../schema.generated";
import { useSession } from "../session/session";
import { models } from "../tasks/choices";
import { type Way, ways } from "../tasks/newTaskPath";

export interface Draft {
  prompt: string;
  taskType: TaskType;
  aspectRatio: string;
  modelVersion: string;
  /** Whether the page itself plays the model. */
  withSample: boolean;
  /** Each becomes the original image of a task of its own. */
  images: File[];
  /** What it was filled with, and is made from. */
  from?: Origin | undefined;
}

/** A task that another is made from, how, and with which of its images. */
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

/** What is to be recorded next: kept until it is, or until the tab or the session ends; its images until a reload. */
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
    /** The next draft begins with the choices of this one. */
    finish() {
      const { aspectRatio, modelVersion, withSample } = draft;
      localStorage.setItem(choicesKey, JSON.stringify({ aspectRatio, modelVersion, withSample }));
      setDraft(blankDraft());
    },
  };
}

/** The same for a file that is chosen twice. */
export function identity({ name, size, lastModified }: File): string {
  return `${lastModified} ${size} ${name}`;
}

function keptDraft(user: string | undefined): Draft {
  const kept = JSON.parse(sessionStorage.getItem(draftKey) ?? "{}");
  return kept.user === user && kept.draft ? kept.draft : blankDraft();
}

function blankDraft(): Draft {
  return {
    prompt: "",
    taskType: "IMAGE_GENERATION",
    aspectRatio: "1:1",
    modelVersion: models[0] ?? "",
    withSample: true,
    ...JSON.parse(localStorage.getItem(choicesKey) ?? "{}"),
    images: [],
  };
}
