import type { DocumentNode } from "@apollo/client";
import { expect, test } from "vitest";
import { NewestCache } from "../src/connection/NewestCache";
import { RateTaskDocument, Rating_TaskFragmentDoc } from "../src/rating/Rating.generated";
import { Board_BoardFragmentDoc, BoardsDocument } from "../src/sharing/Boards.generated";
import { Star_TaskFragmentDoc, StarTasksDocument } from "../src/stars/Stars.generated";

const later = "2026-11-29T10:00:00.000002+00:00";
const sooner = "2026-11-29T10:00:00.000001+00:00";
const second = "2026-11-29T10:00:00+00:00";

const task = { __typename: "TaskRecord", id: "a", status: "COMPLETED" };
const rated = (rating: number | null, updatedAt: string) => ({
  rateTask: { __typename: "RateTaskPayload", task: { ...task, rating, updatedAt }, errors: [] },
});
const starred = (isStarred: boolean, updatedAt: string) => ({
  starTasks: { __typename: "StarTasksPayload", tasks: [{ ...task, isStarred, updatedAt }], errors: [] },
});
const board = { __typename: "Board", id: "a", description: "", role: "OWNER", memberCount: 1, cover: null };
const boards = (taskCount: number, updatedAt: string) => ({
  boards: { __typename: "BoardConnection", nodes: [{ ...board, name: "Foxes", taskCount, updatedAt }] },
});
const ratingOf = [Rating_TaskFragmentDoc, "Rating_task", "TaskRecord:a", "rating"] as const;
const starOf = [Star_TaskFragmentDoc, "Star_task", "TaskRecord:a", "isStarred"] as const;
const countOf = [Board_BoardFragmentDoc, "Board_board", "Board:a", "taskCount"] as const;

test.each([
  ["a rating", RateTaskDocument, rated(4, later), rated(null, sooner), rated(null, later), ratingOf],
  ["a star", StarTasksDocument, starred(true, later), starred(false, sooner), starred(false, later), starOf],
  ["a board's tasks", BoardsDocument, boards(2, later), boards(1, second), boards(3, later), countOf],
])("%s that is known from a later time stays", (_, query, known, old, equal, [fragment, name, id, field]) => {
  const cache = new NewestCache();
  const write = (result: object, dataId = "ROOT_QUERY") =>
    cache.write({ query: query as DocumentNode, result, dataId });
  const shown = () =>
    cache.readFragment<Record<string, unknown>>({ fragment, fragmentName: name, id })?.[field];
  write(known);
  const before = shown();
  expect(before).toBeTruthy();
  write(old);
  expect(shown()).toBe(before);
  write(equal);
  expect(shown()).not.toBe(before);
  // Events arrive in order: the last one is true even if its transaction began before another's.
  write(known, "ROOT_SUBSCRIPTION");
  write(old, "ROOT_SUBSCRIPTION");
  expect(shown()).not.toBe(before);
});
