import type { TaskFilter, TaskStatus, TaskType } from "@task-record/client/schema.generated";
import { type ComponentType, lazy } from "react";
import { statuses, types } from "../tasks/choices";
import type { FilterWords } from "./useFilterWords";

/** A task that has just appeared. */
export interface NewTask {
  status: TaskStatus;
  taskType: TaskType;
  prompt: string;
  modelVersion: string | null;
  createdAt: string;
  isStarred: boolean;
  rating: number | null;
}

/** A filter. Search and dates are declared elsewhere. */
export interface Declared<Field extends keyof TaskFilter, Value extends string | string[]> {
  /** Its name in the API. */
  field: Field;
  /** The value that does not filter. */
  none: Value;
  /** Reads the values in the address, except those that the API would refuse. */
  read(given: string[]): Value;
  toApi(value: Value): NonNullable<TaskFilter[Field]>;
  fromApi(sent: NonNullable<TaskFilter[Field]>): Value;
  /** Whether a new task matches; undefined if only the server can tell. */
  meets?(task: NewTask, sent: NonNullable<TaskFilter[Field]>): boolean;
  title(words: FilterWords): string;
  /** The name of a value. */
  nameOf(one: Value extends (infer One)[] ? One : Value, words: FilterWords): string;
  /** Shows a value's name if it has to be loaded. */
  Name?: ComponentType<{ name: string }>;
  /** The values to choose from, or their own control; a filter with neither is set elsewhere. */
  choices?: Value;
  Control?: ComponentType<{ chosen: Value; onChange: (chosen: Value) => void }>;
  /** Whether it is only in the sheet of small screens. */
  inSheetAlone?: boolean;
}

const declare = <Field extends keyof TaskFilter, Value extends string | string[]>(
  one: Declared<Field, Value>,
) => one;

const maxNames = 100;

/** Any of several values: of the `known` ones, if given. */
const anyOf = <One extends string>(known?: One[]) => ({
  none: [] as One[],
  read: (given: string[]) => (known ? known.filter((one) => given.includes(one)) : (names(given) as One[])),
  toApi: (value: One[]) => value,
  fromApi: (sent: One[]) => sent,
  ...(known && { choices: known }),
});

function names(given: string[]): string[] {
  return [...new Set(given.map(storable))].filter((name) => name !== "").slice(0, maxNames);
}

/** The text without NUL characters, which PostgreSQL cannot store. */
export function storable(text: string): string {
  return text.replaceAll("\0", "");
}

/** The filters, in the order in which they are shown. */
export const declared = {
  status: declare({
    ...anyOf(statuses),
    field: "status",
    meets: ({ status }, sent) => sent.includes(status),
    title: ({ translate }) => translate("filters.status"),
    nameOf: (one, { translate }) => translate(`status.${one}`),
  }),
  type: declare({
    ...anyOf(types),
    field: "taskType",
    meets: ({ taskType }, sent) => sent.includes(taskType),
    title: ({ translate }) => translate("filters.type"),
    nameOf: (one, { translate }) => translate(`type.${one}`),
  }),
  model: declare({
    ...anyOf(),
    field: "modelVersion",
    meets: ({ modelVersion }, sent) => modelVersion !== null && sent.includes(modelVersion),
    title: ({ translate }) => translate("filters.model"),
    nameOf: (one) => one,
    Control: lazy(() => import("./models/ModelList")),
  }),
  /** Codes of failures. */
  reason: declare({
    ...anyOf(),
    field: "failureCode",
    title: ({ translate }) => translate("filters.reason"),
    nameOf: (one, { inWords }) => inWords(one),
  }),
  /** The minimum rating, 1 to 5; empty for any. */
  rating: declare({
    field: "ratedAtLeast",
    none: "",
    read: ([given = ""]) => /^[1-5]$/.exec(given)?.[0] ?? "",
    toApi: Number,
    fromApi: String,
    meets: ({ rating }, sent) => (rating ?? 0) >= sent,
    title: ({ ofRating }) => ofRating("title"),
    nameOf: (rating, { ofRating }) => ofRating("atLeast", { rating }),
    Control: lazy(() => import("../rating/RatingChoice")),
  }),
  /** Names of labels. */
  label: declare({
    ...anyOf(),
    field: "labels",
    title: ({ translate }) => translate("filters.label"),
    nameOf: (one) => one,
    Name: lazy(() => import("./labels/LabelName")),
    Control: lazy(() => import("./labels/LabelList")),
  }),
  /** Only starred tasks. */
  starred: declare<"isStarred", "yes" | "">({
    field: "isStarred",
    none: "",
    read: ([given]) => (given === "yes" ? "yes" : ""),
    toApi: (value) => value === "yes",
    fromApi: (sent) => (sent ? "yes" : ""),
    meets: ({ isStarred }, sent) => isStarred || !sent,
    title: ({ translate }) => translate("filters.starred"),
    nameOf: (_, { translate }) => translate("star.only"),
  }),
  /** Ids of boards that the tasks are on. */
  board: declare({
    ...anyOf(),
    field: "board",
    title: ({ translate }) => translate("board.title"),
    nameOf: (one) => one,
    Name: lazy(() => import("./boards/BoardName")),
    Control: lazy(() => import("./boards/BoardChoices")),
    inSheetAlone: true,
  }),
};

export type DeclaredName = keyof typeof declared;
export type AnyDeclared = Declared<keyof TaskFilter, string | string[]>;
export type DeclaredValues = { [Name in DeclaredName]: (typeof declared)[Name]["none"] };

/** The filters with their names. */
export const allDeclared = Object.entries(declared) as unknown as [DeclaredName, AnyDeclared][];

/** The filters with choices or a control. */
export const withControls = allDeclared.filter(([, { choices, Control }]) => choices || Control);

/** The values that a function returns for the filters, by name. */
export const eachDeclared = (value: (one: AnyDeclared, name: DeclaredName) => string | string[]) =>
  Object.fromEntries(allDeclared.map(([name, one]) => [name, value(one, name)])) as DeclaredValues;
