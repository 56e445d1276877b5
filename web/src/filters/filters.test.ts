import { describe, expect, test } from "vitest";
import { matches, noFilters, readFilters, toTaskFilter, writeFilters } from "./filters";

const read = (address: string) => readFilters(new URLSearchParams(address));
const write = (address: string, filters: Partial<ReturnType<typeof read>>) =>
  writeFilters(new URLSearchParams(address), { ...noFilters, ...filters }).toString();

describe("filters in the address", () => {
  test("are empty without parameters", () => expect(read("")).toEqual(noFilters));

  test("are read as they were written", () => {
    const filters = {
      status: ["COMPLETED" as const, "FAILED" as const],
      type: ["IMAGE_EDIT" as const],
      model: ["a+b & c=d", "模型"],
      reason: ["content_policy"],
      board: ["b-1"],
      starred: "yes" as const,
      rating: "4",
      label: ["fox"],
      search: "50% 小狗?#",
      from: "2024-02-29",
      to: "2025-12-31",
    };
    expect(read(write("", filters))).toEqual(filters);
  });

  test("leave other parameters as they are, and add none when nothing is chosen", () => {
    expect(write("period=DAY&status=FAILED&step=WEEK&from=2025-01-01", {})).toBe("period=DAY&step=WEEK");
  });

  test("that the API does not know are dropped", () => {
    expect(read("status=FAILED&status=failed&status=CANCELLED&type=VIDEO&other=1&rating=6")).toEqual({
      ...noFilters,
      status: ["FAILED"],
    });
  });

  test("named twice, or without a value, count once, or not at all", () => {
    expect(read("status=FAILED&status=FAILED&model=a&model=&model=a&model=b")).toEqual({
      ...noFilters,
      status: ["FAILED"],
      model: ["a", "b"],
    });
  });

  test.each([
    "2025-02-30",
    "2023-02-29",
    "2025-13-01",
    "2025-00-10",
    "2025-9-18",
    "18.09.2025",
    "2025-09-18T10:00:00Z",
    "+12025-09-18",
    "0202-09-18",
    "today",
    "",
  ])("hold no date in %j", (from) => expect(read(`${new URLSearchParams({ from })}`)).toEqual(noFilters));

  test("have the earlier date first, whichever way round they were written", () => {
    const dates = { from: "2025-03-01", to: "2025-03-15" };
    for (const address of ["from=2025-03-15&to=2025-03-01", "from=2025-03-01&to=2025-03-15"])
      expect(read(address)).toEqual({ ...noFilters, ...dates });
  });

  test("hold nothing that the API refuses", () => {
    expect(read("search=%00%20&model=%00")).toEqual(noFilters);
    expect(read("search=a%00b%20")).toEqual({ ...noFilters, search: "ab " });
    expect(read(Array.from({ length: 150 }, (_, one) => `model=${one}`).join("&")).model).toHaveLength(100);
  });

  test("are searched for with as many characters as the API takes, none of them cut in two", () => {
    expect(read(`search=${"🐶".repeat(300)}`).search).toBe("🐶".repeat(200));
  });
});

describe("filters as the API takes them", () => {
  const filter = (filters: Partial<typeof noFilters>) =>
    toTaskFilter({ ...noFilters, ...filters }, "Europe/Berlin");

  test("hold only what narrows", () => {
    expect(filter({})).toEqual({});
    expect(filter({ search: "   " })).toEqual({});
    expect(
      filter({ status: ["FAILED"], type: ["IMAGE_EDIT"], model: ["a"], search: " fox foxes\tFOX " }),
    ).toEqual({
      status: ["FAILED"],
      taskType: ["IMAGE_EDIT"],
      modelVersion: ["a"],
      search: "fox foxes FOX",
    });
  });

  test("end a range with the last day's end, where the server is", () => {
    expect(filter({ from: "2025-01-31", to: "2025-01-31" })).toEqual({
      createdAt: { gte: "2025-01-30T23:00:00.000Z", lt: "2025-01-31T23:00:00.000Z" },
    });
    expect(filter({ to: "2024-02-28" })).toEqual({ createdAt: { lt: "2024-02-28T23:00:00.000Z" } });
    expect(filter({ from: "2024-02-29" })).toEqual({ createdAt: { gte: "2024-02-28T23:00:00.000Z" } });
    expect(filter({ to: "9999-12-31" })).toEqual({});
  });

  test("know that a day may have 23 hours, or 25", () => {
    expect(filter({ from: "2025-03-30", to: "2025-03-30" })).toEqual({
      createdAt: { gte: "2025-03-29T23:00:00.000Z", lt: "2025-03-30T22:00:00.000Z" },
    });
    expect(filter({ from: "2025-10-26", to: "2025-10-26" })).toEqual({
      createdAt: { gte: "2025-10-25T22:00:00.000Z", lt: "2025-10-26T23:00:00.000Z" },
    });
  });
});

describe("a task that has just appeared", () => {
  const task = {
    status: "COMPLETED",
    taskType: "IMAGE_EDIT",
    prompt: "A Fox in the SNOW",
    modelVersion: "a",
    createdAt: "2025-09-18T12:00:00+00:00",
    isStarred: false,
    rating: 4,
  } as const;

  test.each([
    {},
    { status: ["FAILED", "COMPLETED"] },
    { taskType: ["IMAGE_EDIT"] },
    { modelVersion: ["b", "a"] },
    { ratedAtLeast: 4 },
    { search: "SNOW fOx in" },
    { search: '"fox in" -wolf model:A -model:b -error:timeout' },
    { createdAt: { gte: "2025-09-18T12:00:00Z" } },
    { createdAt: { lt: "2025-09-18T20:00:00.001+08:00" } },
  ] as Parameters<typeof matches>[0][])("belongs in a list of %j", (filter) => {
    expect(matches(filter, task)).toBe(true);
  });

  test.each([
    { status: ["FAILED"] },
    { taskType: ["IMAGE_GENERATION"] },
    { modelVersion: ["A"] },
    { isStarred: true },
    { ratedAtLeast: 5 },
    { board: ["b"] },
    { search: "fox wolf" },
    { search: "fox -snow" },
    { search: "model:b" },
    { search: "error:timeout" },
    { createdAt: { gte: "2025-09-18T12:00:00.001Z" } },
    { createdAt: { lt: "2025-09-18T12:00:00Z" } },
    { status: ["COMPLETED"], search: "wolf" },
  ] as Parameters<typeof matches>[0][])("does not belong in a list of %j", (filter) => {
    expect(matches(filter, task)).toBe(false);
  });

  test("belongs in no list of models when it names none", () => {
    expect(matches({ modelVersion: ["a"] }, { ...task, modelVersion: null })).toBe(false);
  });
});
