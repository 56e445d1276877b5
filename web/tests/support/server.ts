import { readFileSync } from "node:fs";
import type { TaskFilter } from "@task-record/client/schema.generated";
import { buildSchema, graphql } from "graphql";
import { dateIn } from "../../src/calendar/calendar";
import { matches } from "../../src/filters/filters";
import { userOf } from "../../src/session/session";
import { newGate } from "./gate";
import { type Paging, pageOf } from "./pageOf";
import type { Task } from "./records";
import { socketsOf } from "./socket";
import { datesBetween, models, totals } from "./totals";

export const schema = buildSchema(readFileSync("../schema/schema.graphql", "utf8"));

interface Asked {
  operationName: string;
  variables: Record<string, unknown>;
}

const cursorOf = ({ createdAt, id }: Task) => createdAt + id;

/**
 * Answers the page's operations in this process, by the API's schema, from `tasks`: each user's, newest first. It has the
 * behaviour that the page depends on; the API has its own tests.
 */
export class Server {
  tasks: Record<string, Task[]> = {};
  plan = { name: "pro", canExport: true, canShare: true, trashDays: 30 };
  /** What `admin` returns to administrators. */
  admin: object | undefined;
  /** Each user's saved views, in their order. */
  views: Record<string, View[]> = {};
  /** How many tasks one call of `emptyTrash` deletes. */
  emptiedAtOnce = 10_000;
  isReachable = true;
  /** The received operations, and the names of those whose token was refused. */
  asked: Asked[] = [];
  refused: string[] = [];
  /** Awaited before an operation over HTTP is executed, and before it is answered. */
  before: (asked: Asked) => unknown = () => undefined;
  after: (asked: Asked) => unknown = () => undefined;
  /** Awaited before a WebSocket is opened. */
  connecting: () => unknown = () => undefined;
  #events = new Set<(event: object) => void>();

  fetch = async (_address: string, { body, headers }: RequestInit): Promise<Response> => {
    const { operationName, variables, query } = JSON.parse(String(body));
    this.asked.push({ operationName, variables });
    await this.before({ operationName, variables });
    if (!this.isReachable) throw new TypeError("Failed to fetch");
    const { Authorization, authorization = Authorization } = headers as Record<string, string>;
    const user = this.userOf(authorization);
    const answer =
      user === undefined
        ? { errors: [{ message: "The token has expired.", extensions: { code: "UNAUTHENTICATED" } }] }
        : await this.#execute(user, query, variables);
    await this.after({ operationName, variables });
    if (user === undefined) this.refused.push(operationName);
    return Response.json(answer, {
      status: user === undefined ? 401 : 200,
      headers: { "Content-Type": "application/graphql-response+json" },
    });
  };

  /** Sends an event of a task to all subscribers. */
  publish(kind: "CREATED" | "UPDATED" | "DELETED", task: Task): void {
    for (const send of this.#events) send({ kind, taskId: task.id, task: kind === "DELETED" ? null : task });
  }

  /** The class of WebSockets connected to this server. */
  WebSocket = socketsOf(this);

  /** The user in a request's token; undefined if it is invalid or has expired. */
  userOf(authorization = ""): string | undefined {
    const token = authorization.replace("Bearer ", "");
    try {
      const { exp } = JSON.parse(atob(token.split(".")[1] ?? ""));
      return exp > Date.now() / 1000 ? userOf(token) : undefined;
    } catch {
      return undefined;
    }
  }

  async #execute(user: string, source: string, variableValues: Record<string, unknown>) {
    const answer = await graphql({ schema, source, variableValues, rootValue: this.rootOf(user) });
    // A test would wait in vain if its server returned an error by mistake.
    if (answer.errors) console.error(...answer.errors.map(String));
    return answer;
  }

  rootOf(user: string) {
    const mine = () => (this.tasks[user] ?? []).filter(({ trashedAt }) => !trashedAt);
    const trashed = () =>
      (this.tasks[user] ?? [])
        .filter(({ trashedAt }) => trashedAt)
        .sort((one, other) => (`${one.trashedAt}${one.id}` < `${other.trashedAt}${other.id}` ? 1 : -1));
    const matching = (where: TaskFilter | null) =>
      mine().filter((task) => matches(where ?? {}, task as never));
    const count = (value: number) => ({ value, precision: "EXACT" });
    const find = (id: string) => this.tasks[user]?.find((task) => task.id === id) ?? null;
    const change = (ids: string[], kind: "UPDATED" | "DELETED", to: (task: Task) => void) => {
      const missing = ids.filter((id) => !find(id));
      if (missing.length > 0) return refusal("NOT_FOUND", { taskIds: missing });
      for (const task of ids.map((id) => find(id) as Task)) {
        to(task);
        this.publish(kind, task);
      }
    };
    return {
      viewer: {
        id: user,
        role: this.admin ? "ADMIN" : "USER",
        plan: {
          taskTypes: ["IMAGE_EDIT", "IMAGE_GENERATION"],
          maxImageSize: 10_000_000,
          maxStorage: null,
          maxTasksPerMonth: null,
          creditPrices: [],
          ...this.plan,
        },
        storageUsed: 0,
        tasksThisMonth: () => mine().length,
        credits: null,
      },
      admin: this.admin,
      task: ({ id }: { id: string }) => find(id),
      nodes: ({ ids }: { ids: string[] }) => ids.map(find),
      tasks: ({
        where,
        startingAt,
        ...paging
      }: Paging & { where: TaskFilter | null; startingAt?: string }) => {
        const all = matching(where).filter(({ createdAt }) => !startingAt || createdAt <= startingAt);
        return {
          ...pageOf(all, cursorOf, paging),
          totalCount: count(matching(where).length),
          totals: {
            failedTasks: matching(where).filter(({ status }) => status === "FAILED").length,
            creditsDeducted: 0,
            cost: "0",
            taskCount: count(matching(where).length),
          },
          failures: [],
        };
      },
      taskPlace: ({ id, where }: { id: string; where: TaskFilter | null }) => {
        const all = matching(where);
        const task = find(id);
        if (!task) return null;
        const place = all.indexOf(task);
        return { cursor: cursorOf(task), before: count(place), after: count(all.length - 1 - place) };
      },
      statistics: ({ period }: { period: string }) => totals(period, dateIn("UTC"), mine()),
      statisticsHistory: ({ period, from, to }: { period: string; from: string; to: string }) =>
        datesBetween(period, from, to).map((date) => totals(period, date, mine())),
      usage: ({ groupBy }: { groupBy: string[] }) => (groupBy[0] === "MODEL" ? models(mine()) : []),
      deleteTasks: ({ input: { ids } }: Ids) => {
        const kept = mine().find((task) => ids.includes(task.id) && task.onlyServiceEnds && isUnended(task));
        if (kept) return refusal("FORBIDDEN", { taskId: kept.id });
        this.tasks[user] = this.tasks[user]?.filter(({ id }) => !ids.includes(id)) ?? [];
        return { deletedTaskIds: ids, errors: [] };
      },
      trashTasks: ({ input: { ids } }: Ids) => {
        const unended = mine().find((task) => ids.includes(task.id) && isUnended(task));
        if (unended) return refusal("CONFLICT", { taskId: unended.id });
        const put = (task: Task) => Object.assign(task, { trashedAt: new Date().toISOString() });
        return change(ids, "DELETED", put) ?? { trashedTaskIds: ids, errors: [] };
      },
      trash: (paging: Paging) => {
        const all = trashed();
        const cursor = ({ trashedAt, id }: Task) => `${trashedAt}${id}`;
        return { ...pageOf(all, cursor, paging), totalCount: count(all.length) };
      },
      emptyTrash: () => {
        const gone = new Set(trashed().slice(-this.emptiedAtOnce));
        this.tasks[user] = this.tasks[user]?.filter((task) => !gone.has(task)) ?? [];
        return { removedTasks: gone.size, errors: [] };
      },
      restoreTasks: ({ input: { ids } }: Ids) => {
        const take = (task: Task) => Object.assign(task, { trashedAt: null });
        return change(ids, "UPDATED", take) ?? { restoredTaskIds: ids, errors: [] };
      },
      savedViews: () => this.views[user] ?? [],
      saveView: ({ input }: { input: Partial<View> & { position: number | null } }) => {
        const views = this.views[user] ?? [];
        const { position, ...given } = withoutNulls(input);
        const found = views.find(({ id }) => id === input.id);
        const savedView = { ...usualView, ...found, ...given } as View;
        if (given.where) savedView.where = withoutNulls(given.where);
        if (views.some(({ id, name }) => id !== savedView.id && name === savedView.name))
          return { errors: [{ code: "CONFLICT", message: "CONFLICT" }] };
        const place = views.findIndex(({ id }) => id === savedView.id);
        const others = views.filter(({ id }) => id !== savedView.id);
        others.splice(position ?? (place < 0 ? views.length : place), 0, savedView);
        this.views[user] = others;
        return { savedView, errors: [] };
      },
      deleteView: ({ input: { id } }: { input: { id: string } }) => {
        this.views[user] = (this.views[user] ?? []).filter((view) => view.id !== id);
        return { deletedViewId: id, errors: [] };
      },
      insights: [],
      labels: [],
      boards: { nodes: [], pageInfo: { hasNextPage: false } },
      similarTasks: [],
      taskEvents: () => this.#subscribe(),
    };
  }

  async *#subscribe() {
    const events: object[] = [];
    let gate = newGate();
    const send = (event: object) => {
      events.push(event);
      gate.open();
    };
    this.#events.add(send);
    try {
      for (;;) {
        await gate.opened;
        gate = newGate();
        while (events.length > 0) yield { taskEvents: events.shift() };
      }
    } finally {
      this.#events.delete(send);
    }
  }
}

interface View {
  id: string;
  name: string;
  where: TaskFilter;
  orderBy: { field: string; direction: string };
}

const withoutNulls = <Given extends object>(given: Given) =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null)) as Given;

const usualView = { where: {}, orderBy: { field: "CREATED_AT", direction: "DESC" } };

interface Ids {
  input: { ids: string[] };
}

const isUnended = ({ status }: Task) => status === "PENDING" || status === "PROCESSING";

/** The answer of a mutation that changes nothing. */
const refusal = (code: string, details: object) => ({
  errors: [{ code, message: code, field: ["input", "ids"], details }],
  ...{ deletedTaskIds: [], trashedTaskIds: [], restoredTaskIds: [] },
});

/** A JWT of this user, with an invalid signature. */
export function newToken(user: string, seconds = 3600): string {
  const claims = { sub: user, exp: Date.now() / 1000 + seconds };
  return [{ alg: "HS256" }, claims, {}].map((part) => btoa(JSON.stringify(part))).join(".");
}
