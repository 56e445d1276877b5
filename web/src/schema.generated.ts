export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A whole number up to 2^53 - 1, returned as a JSON number: totals outgrow the 32 bits of `Int`. */
  BigInt: { input: number; output: number; }
  /** A calendar date, ISO 8601, for example `2025-09-18`. */
  Date: { input: string; output: string; }
  /** An instant, ISO 8601 with an offset, for example `2025-09-18T14:30:00.123456+00:00`. Always returned in UTC. */
  DateTime: { input: string; output: string; }
  /** An absolute URL. */
  URL: { input: string; output: string; }
  /** A file part of a GraphQL multipart request. */
  Upload: { input: File; output: File; }
};

/** The result of a task, and what it cost. */
export type CompleteTaskInput = {
  creditsDeducted?: Scalars['Int']['input'];
  /** How long the generation itself took. */
  generationTimeMs?: InputMaybe<Scalars['Int']['input']>;
  id: Scalars['ID']['input'];
  image: ImageInput;
  tokensUsed?: Scalars['Int']['input'];
};

/** Whether a count is exact. */
export type CountPrecision =
  | 'AT_LEAST'
  | 'EXACT';

/** An image about to be sent to storage. */
export type CreateImageUploadInput = {
  /** For example `image/png`. */
  contentType: Scalars['String']['input'];
  /** Lower-case hexadecimal; storage refuses other bytes. */
  sha256: Scalars['String']['input'];
  /** In bytes. */
  size: Scalars['Int']['input'];
  taskId: Scalars['ID']['input'];
};

/** A task to record. */
export type CreateTaskInput = {
  /** Width to height, for example `16:9`; up to 10 characters. */
  aspectRatio?: InputMaybe<Scalars['String']['input']>;
  /** A UUID chosen by the client, so that a retry cannot record the task twice; the server's when omitted. */
  id?: InputMaybe<Scalars['ID']['input']>;
  /** For example `gemini-1.5-pro`; up to 50 characters. */
  modelVersion?: InputMaybe<Scalars['String']['input']>;
  originalImage?: InputMaybe<ImageInput>;
  /** 1 to 10,000 characters. */
  prompt: Scalars['String']['input'];
  taskType?: TaskType;
  /** For whom. Needs the `SERVICE` role; the caller when omitted. */
  userId?: InputMaybe<Scalars['ID']['input']>;
};

/** From `gte` (included) to `lt` (excluded); either may be left out. */
export type DateTimeRange = {
  gte?: InputMaybe<Scalars['DateTime']['input']>;
  lt?: InputMaybe<Scalars['DateTime']['input']>;
};

/** A task to delete. */
export type DeleteTaskInput = {
  id: Scalars['ID']['input'];
};

/** Tasks to delete. */
export type DeleteTasksInput = {
  /** 1 to 100 of them. */
  ids: Array<Scalars['ID']['input']>;
};

/** Why a task failed, and what it cost all the same. */
export type FailTaskInput = {
  creditsDeducted?: Scalars['Int']['input'];
  /** 1 to 2,000 characters. */
  errorMessage: Scalars['String']['input'];
  generationTimeMs?: InputMaybe<Scalars['Int']['input']>;
  id: Scalars['ID']['input'];
  tokensUsed?: Scalars['Int']['input'];
};

/** An image to store, given in one of three ways. */
export type ImageInput =
  /** `data:image/png;base64,…` */
  { dataUrl: Scalars['String']['input']; file?: never; uploadId?: never; }
  |  /** A file part of a multipart request. */
  { dataUrl?: never; file: Scalars['Upload']['input']; uploadId?: never; }
  |  /** The id of an upload made through `createImageUpload`. */
  { dataUrl?: never; file?: never; uploadId: Scalars['ID']['input']; };

/** A rendition of a stored image. */
export type ImageVariant =
  | 'FULL'
  /** At most 512 pixels a side, WebP. */
  | 'THUMBNAIL';

/** Which way. */
export type OrderDirection =
  | 'ASC'
  | 'DESC';

/** What the caller may do. */
export type Role =
  | 'ADMIN'
  /** A trusted back end: may act for the user that its input names, and on any task. */
  | 'SERVICE'
  | 'USER';

/** A task to start. */
export type StartTaskInput = {
  id: Scalars['ID']['input'];
};

/** A span of days in the server's time zone. */
export type StatisticsPeriod =
  | 'ALL_TIME'
  | 'DAY'
  | 'MONTH'
  /** ISO week, Monday to Sunday. */
  | 'WEEK';

/** What happened to it. */
export type TaskEventKind =
  | 'CREATED'
  | 'DELETED'
  | 'UPDATED';

/** Which tasks: those that meet every field given. An empty list matches nothing. */
export type TaskFilter = {
  /** Any of these. */
  aspectRatio?: InputMaybe<Array<Scalars['String']['input']>>;
  createdAt?: InputMaybe<DateTimeRange>;
  /** Any of these. */
  modelVersion?: InputMaybe<Array<Scalars['String']['input']>>;
  /** The prompt contains this text, case ignored, in any language; 1 to 200 characters. */
  search?: InputMaybe<Scalars['String']['input']>;
  /** Any of these. */
  status?: InputMaybe<Array<TaskStatus>>;
  /** Any of these. */
  taskType?: InputMaybe<Array<TaskType>>;
};

/** In what order. Tasks that are equal in it keep a fixed order among themselves. */
export type TaskOrder = {
  direction?: OrderDirection;
  field?: TaskOrderField;
};

/** What tasks are ordered by; those without a value come last. */
export type TaskOrderField =
  | 'CREATED_AT'
  | 'CREDITS_DEDUCTED'
  | 'GENERATION_TIME_MS'
  | 'TOKENS_USED';

/** How far a task has come. `COMPLETED` and `FAILED` are final. */
export type TaskStatus =
  /** Ended with an image. */
  | 'COMPLETED'
  /** Ended without one; `errorMessage` says why. */
  | 'FAILED'
  /** Recorded; nothing has begun. */
  | 'PENDING'
  /** Being generated. */
  | 'PROCESSING';

/** What kind of work a task is. */
export type TaskType =
  /** Changing an image. */
  | 'IMAGE_EDIT'
  /** From a prompt alone. */
  | 'IMAGE_GENERATION'
  /** From a template. */
  | 'TEMPLATE_GENERATION';

/** An image and the task that starts from it. */
export type UploadOriginalImageInput = {
  id: Scalars['ID']['input'];
  image: ImageInput;
};

/** Why a mutation was refused, for programs. More may come: treat an unknown one as `INVALID`. */
export type UserErrorCode =
  /** The task, or the id, is in a state that does not allow it, such as completing a failed task. */
  | 'CONFLICT'
  /** The value is not acceptable; the message says what is. */
  | 'INVALID'
  /** Not an image of an accepted kind (JPEG, PNG, WebP, GIF, AVIF), broken, or refused by the malware scan. */
  | 'INVALID_IMAGE'
  /** There is no such task, or it is not the caller's. */
  | 'NOT_FOUND'
  /** The plan does not include it. */
  | 'PLAN_LIMIT'
  /** The plan's monthly tasks or storage are used up. */
  | 'QUOTA_EXCEEDED'
  /** Over the plan's size for one image. */
  | 'TOO_LARGE';
