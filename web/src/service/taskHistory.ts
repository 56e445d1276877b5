import type {
  CompleteTaskInput,
  CreateTaskInput,
  FailTaskInput,
  ImageInput,
  StatisticsPeriod,
} from "../schema.generated";
import { Refused } from "./errors";
import {
  CompleteTaskDocument,
  CreateImageUploadDocument,
  CreateTaskDocument,
  DeleteTaskDocument,
  FailTaskDocument,
  type RefusalFragment,
  ServiceStatisticsDocument,
  type ServiceStatisticsQuery,
  ServiceTasksDocument,
  type ServiceTasksQuery,
  type ServiceTasksQueryVariables,
  StartTaskDocument,
  UploadOriginalImageDocument,
} from "./operations.generated";
import { type Connection, request } from "./request";
import type { ServiceTaskFragment } from "./task.generated";
import { send, sha256, type Transfer } from "./upload";

export { Refused, UploadFailed } from "./errors";
export { type Connection, RequestFailed } from "./request";

export type Task = ServiceTaskFragment;

export interface Generation {
  image: Blob;
  /** The second image and those after it, up to 15. */
  moreImages?: Blob[];
  tokensUsed?: number;
  creditsDeducted?: number;
}

export interface Recording extends Transfer {
  /**
   * The task's input; `sources` if it is made from other tasks, and `originalImage` if that is already
   * stored.
   */
  task: Omit<CreateTaskInput, "id">;
  /** The original image, if it is to be uploaded. */
  originalImage?: Blob | undefined;
  /** Called when the task is recorded, before anything is uploaded or generated. */
  onRecorded?: (task: Task) => void;
}

export interface ImageGeneration extends Recording {
  /** Generates the image. If it throws, the message is recorded as the reason of the failure. */
  generate: (task: Task, signal?: AbortSignal) => Promise<Generation>;
}

/** Records what a front end generates. Each method throws `Refused` when the server refuses. */
export class TaskHistoryService {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async createTask(input: CreateTaskInput, signal?: AbortSignal): Promise<Task> {
    const id = input.id ?? crypto.randomUUID();
    const { payload } = await request(
      this.#connection,
      CreateTaskDocument,
      { input: { ...input, id } },
      signal,
    );
    return accepted(payload, payload?.task);
  }

  async startTask(id: string): Promise<Task> {
    const { payload } = await request(this.#connection, StartTaskDocument, { input: { id } });
    return accepted(payload, payload?.task);
  }

  async uploadOriginalImage(id: string, image: Blob, transfer: Transfer = {}): Promise<Task> {
    const uploadId = await this.#upload(id, image, transfer);
    const { payload } = await request(this.#connection, UploadOriginalImageDocument, {
      input: { id, image: { uploadId } },
    });
    return accepted(payload, payload?.task);
  }

  async completeTask(
    id: string,
    {
      image,
      moreImages = [],
      ...cost
    }: Pick<Generation, "image" | "moreImages"> & Omit<CompleteTaskInput, "id" | "image" | "moreImages">,
    transfer: Transfer = {},
  ): Promise<Task> {
    const uploadId = await this.#upload(id, image, transfer);
    const more: ImageInput[] = [];
    for (const another of moreImages) more.push({ uploadId: await this.#upload(id, another, transfer) });
    const { payload } = await request(this.#connection, CompleteTaskDocument, {
      input: { id, image: { uploadId }, moreImages: more, ...cost },
    });
    return accepted(payload, payload?.task);
  }

  async failTask(id: string, failure: Omit<FailTaskInput, "id">): Promise<Task> {
    const { payload } = await request(this.#connection, FailTaskDocument, { input: { id, ...failure } });
    return accepted(payload, payload?.task);
  }

  /** Deletes a task and its images. What it used remains in the totals. */
  async deleteTask(id: string): Promise<void> {
    const { payload } = await request(this.#connection, DeleteTaskDocument, { input: { id } });
    accepted(payload, payload?.deletedTaskId);
  }

  async getTasks(variables: ServiceTasksQueryVariables = {}): Promise<ServiceTasksQuery["tasks"]> {
    return (await request(this.#connection, ServiceTasksDocument, variables)).tasks;
  }

  /** The totals of the period that contains `date`, by default today. */
  async getStatistics(
    period: StatisticsPeriod,
    date?: string,
  ): Promise<ServiceStatisticsQuery["statistics"]> {
    return (await request(this.#connection, ServiceStatisticsDocument, { period, date })).statistics;
  }

  /**
   * Records a task with its original image. The task is deleted if that is cancelled or the image is refused.
   */
  async recordTask({ task, originalImage, onRecorded, ...transfer }: Recording): Promise<Task> {
    const { signal } = transfer;
    signal?.throwIfAborted();
    // This is not cancelled, since it must be known whether the task was recorded.
    const recorded = await this.createTask(task);
    try {
      signal?.throwIfAborted();
      onRecorded?.(recorded);
      if (!originalImage) return recorded;
      return await this.uploadOriginalImage(recorded.id, originalImage, transfer);
    } catch (error) {
      return this.#giveUp(recorded.id, error, signal?.aborted || error instanceof Refused);
    }
  }

  /**
   * Records a task, runs the caller's generator, and completes or fails the task, or deletes it if it is
   * cancelled.
   */
  async recordImageGeneration({ generate, ...recording }: ImageGeneration): Promise<Task> {
    const { signal } = recording;
    const { id } = await this.recordTask(recording);
    try {
      signal?.throwIfAborted();
      const started = await this.startTask(id);
      const begin = performance.now();
      const generated = await generate(started, signal);
      const generationTimeMs = Math.round(performance.now() - begin);
      signal?.throwIfAborted();
      return await this.completeTask(id, { ...generated, generationTimeMs }, { signal });
    } catch (error) {
      return this.#giveUp(id, error, signal?.aborted);
    }
  }

  async #giveUp(id: string, error: unknown, leaveNothing: boolean | undefined): Promise<never> {
    const end = leaveNothing ? this.deleteTask(id) : this.failTask(id, { errorMessage: reason(error) });
    await end.catch(() => undefined);
    throw error;
  }

  async #upload(taskId: string, image: Blob, transfer: Transfer): Promise<string> {
    const { payload } = await request(
      this.#connection,
      CreateImageUploadDocument,
      { input: { taskId, contentType: image.type, size: image.size, sha256: await sha256(image) } },
      transfer.signal,
    );
    const upload = accepted(payload, payload?.upload);
    await send(image, upload, transfer);
    return upload.id;
  }
}

function accepted<Result>(
  payload: { errors: RefusalFragment[] } | null | undefined,
  result: Result | null | undefined,
): Result {
  const error = payload?.errors[0];
  if (error) throw new Refused(error);
  if (!result) throw new Error("The server answered with nothing");
  return result;
}

function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.slice(0, 2000) || "Unknown error";
}
