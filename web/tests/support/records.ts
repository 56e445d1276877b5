export type Task = ReturnType<typeof newTask>;

/** The defaults of a new task. */
const usual = {
  userId: "alice",
  status: "PENDING",
  onlyServiceEnds: false,
  isStarred: false,
  taskType: "IMAGE_GENERATION",
  modelVersion: null as string | null,
  aspectRatio: null,
  createdAt: "",
  updatedAt: "2026-01-01T00:00:00+00:00",
  completedAt: null,
  promptRemovedAt: null,
  trashedAt: null as string | null,
  imagesRemovedAt: null,
  tokensUsed: 0,
  creditsDeducted: 0,
  generationTimeMs: null,
  errorMessage: null as string | null,
  failureCode: null,
  creditsHeld: 0,
  cost: null,
  inputTokens: null,
  outputTokens: null,
  startedAt: null,
  deadline: null,
  externalId: null,
  parameters: null as unknown,
  metadata: null as unknown,
  imageCount: 1,
  resultCount: 0,
  originalImage: null as object | null,
  generatedImage: null as object | null,
  images: [] as object[],
  sources: [],
  derivedTasks: { nodes: [], pageInfo: { hasNextPage: false } },
  lineage: { taskCount: 1, failedTaskCount: 0, creditsDeducted: 0, truncated: false },
};
let tasksMade = 0;

/** A task as in the API, created a minute before the previous one. */
export function newTask(prompt: string, fields: Partial<typeof usual> = {}) {
  tasksMade += 1;
  const createdAt = new Date(Date.now() - tasksMade * 60_000).toISOString();
  const id = `00000000-0000-4000-8000-${String(tasksMade).padStart(12, "0")}`;
  return { ...usual, __typename: "TaskRecord", id, prompt, createdAt, ...fields };
}

/** An image stored at this address, with its thumbnail. */
export function newImage(address: string, thumbHash: string | null = null) {
  return {
    url: ({ variant }: { variant: string }) => (variant === "THUMBNAIL" ? `${address}-thumbnail` : address),
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    width: 40,
    height: 30,
    size: 100,
    thumbHash,
  };
}
