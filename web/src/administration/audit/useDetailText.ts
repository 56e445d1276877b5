import type { AuditAction } from "@task-record/client/schema.generated";
import { allDeclared } from "../../filters/declared";
import { useFilterWords } from "../../filters/useFilterWords";
import type { MessageKey } from "../../i18n/messages";
import { useTranslation } from "../../i18n/Translation";
import { statuses, types } from "../../tasks/choices";
import { useWords } from "../words/useWords";
import type { WordKey } from "../words/zh-CN";

/** The sentences that the API writes into the audit, each with the key of its translation. */
const sentences: [RegExp, WordKey][] = [
  [/^task (?<id>\S+)$/, "detail.task"],
  [/^place of task (?<id>\S+)$/, "detail.place"],
  [/^made from task (?<id>\S+)$/, "detail.derived"],
  [/^sources$/, "detail.sources"],
  [/^lineages$/, "detail.lineages"],
  [/^tasks of a lineage$/, "detail.lineageTasks"],
  [/^usage$/, "detail.usage"],
  [/^usage, by (?<order>\S+)$/, "detail.ranking"],
  [/^credits$/, "detail.credits"],
  [/^changes to credits$/, "detail.creditEntries"],
  [/^what an erasure would remove$/, "detail.wouldErase"],
  [/^looked up$/, "detail.lookedUp"],
  [/^plan (?<name>.+)$/, "detail.plan"],
  [/^boards$/, "detail.boards"],
  [/^tasks on board (?<id>\S+)$/, "detail.boardTasks"],
  [/^statistics of boards$/, "detail.boardStatistics"],
  [/^covers of boards$/, "detail.boardCovers"],
  [/^members of boards$/, "detail.boardMembers"],
  [/^invitations to boards$/, "detail.boardInvitations"],
  [/^links to boards$/, "detail.boardLinks"],
  [/^deleted board (?<id>\S+)$/, "detail.boardDeleted"],
  [/^share links$/, "detail.links"],
  [/^made (?<id>\S+)$/, "detail.linkMade"],
  [/^asked again for (?<id>\S+)$/, "detail.linkAskedAgain"],
  [/^ended (?<id>\S+)$/, "detail.linkEnded"],
  [/^webhooks of all users$/, "detail.webhooks"],
  [/^deliveries by id$/, "detail.deliveries"],
  [/^deliveries of webhook (?<id>\S+)$/, "detail.deliveriesOf"],
  [/^created (?<id>\S+): (?<host>\S+)$/, "detail.webhookCreated"],
  [/^changed (?<id>\S+): (?<host>\S+)$/, "detail.webhookChanged"],
  [/^new secret of (?<id>\S+): (?<host>\S+)$/, "detail.webhookSecret"],
  [/^deleted (?<id>\S+): (?<host>\S+)$/, "detail.webhookDeleted"],
  [/^tried (?<id>\S+)$/, "detail.webhookTried"],
  [/^(?<count>\d+) events sent again to (?<id>\S+)$/, "detail.webhookSentAgain"],
  [/^failures by message and model$/, "detail.failures"],
  [/^failures by reason$/, "detail.reasons"],
  [/^tasks past their plan's retention$/, "detail.tasks"],
  [/^tasks in the trash for longer than their plan keeps them there$/, "detail.trash"],
  [/^tasks, of their images, past their plan's retention$/, "detail.images"],
  [/^tasks, of their prompts, past their plan's retention$/, "detail.prompts"],
  [/^tasks of a restored backup$/, "detail.restored"],
  [/^tasks created before (?<time>\S+)$/, "detail.before"],
  [/^tasks, with (?<images>[\d,]+) images: erasure (?<id>\S+)$/, "detail.erasure"],
  [/^orphaned objects removed$/, "detail.orphans"],
  [/^thumbnail made again$/, "detail.thumbnail"],
  [/^tasks exported at (?<time>\S+)$/, "detail.exported"],
  [/^images described$/, "detail.described"],
  [/^statistics counted again$/, "detail.statistics"],
  [/^totals over all users counted again$/, "detail.overall"],
];

/** Filters of the API that the page lacks, or has under several names. */
const others: Record<string, MessageKey> = {
  created_at: "filters.dates",
  aspect_ratio: "detail.ratio",
  external_id: "detail.externalId",
  metadata: "detail.metadata",
  updated_at: "detail.updatedAt",
  completed_at: "detail.completedAt",
  search: "filters.search",
};

/** The name as the API writes it into the audit. */
const inSnakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/**
 * Returns a function that translates the details of an audit entry, which are stored in English, into the reader's
 * language. Text that a person wrote, and unknown sentences, are returned unchanged.
 */
export function useDetailText(): (action: AuditAction, detail: string) => string {
  const { translate, format } = useTranslation();
  const words = useWords();
  const filterWords = useFilterWords();

  function filterName(name: string) {
    const one = allDeclared.find(([, { field }]) => inSnakeCase(field) === name)?.[1];
    return one?.title(filterWords) ?? (others[name] ? translate(others[name]) : name);
  }

  function filterValue(name: string, value: string) {
    const status = statuses.find((one) => one === value.toUpperCase());
    const type = types.find((one) => one === value.toUpperCase());
    if (name === "status" && status) return translate(`status.${status}`);
    if (name === "task_type" && type) return translate(`type.${type}`);
    return name.endsWith("_at") && !Number.isNaN(Date.parse(value)) ? format.dateTime(value) : value;
  }

  function sentence(text: string) {
    for (const [pattern, key] of sentences) {
      const values = pattern.exec(text)?.groups ?? (pattern.test(text) ? {} : undefined);
      if (values?.time) return words(key, { time: format.dateTime(values.time) });
      if (values) return words(key, values);
    }
    return undefined;
  }

  function filter(text: string) {
    const [name = "", values] = text.split(/: (.*)/s);
    if (values === undefined) return filterName(name);
    const listed = values.split(", ").map((value) => filterValue(name, value));
    return words("detail.filter", { name: filterName(name), values: listed.join(words("detail.comma")) });
  }

  function exported(detail: string) {
    const [kind = "", names] = detail.split(" by ");
    if (names === undefined) return kind;
    const listed = names.split(", ").map(filterName);
    return words("detail.export", { kind, filters: listed.join(words("detail.comma")) });
  }

  return (action, detail) => {
    if (action === "GRANT_CREDITS" || action === "REVOKE_CREDITS" || detail === "") return detail;
    if (action === "EXPORT_TASKS") return exported(detail);
    if (action !== "READ_TASKS") return sentence(detail) ?? detail;
    const parts = detail.split("; ").map((part) => sentence(part) ?? filter(part));
    return parts.join(words("detail.semicolon"));
  };
}
