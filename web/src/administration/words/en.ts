import type { WordKey } from "./zh-CN";

const english: Record<WordKey, string> = {
  title: "Administration",
  toHistory: "My tasks",
  sections: "Pages of administration",
  overview: "Overview",
  "notForYou.title": "This page is for administrators",
  "notForYou.text":
    "Your account does not have the administrator's role. Ask whoever runs this server if you need it.",

  "integrity.title": "Integrity",
  "integrity.description":
    "Compares records with storage, and totals with tasks. All of it is read, which may take a while; everything works meanwhile.",
  "integrity.check": "Check now",
  "integrity.again": "Check again",
  "integrity.running": "Checking for {time}…",
  "integrity.stop": "Stop",
  "integrity.allRight": "Everything agrees",
  "integrity.findings": "Problems found: {count}",
  "integrity.checkedAt": "Checked {time}",
  "integrity.mend": "./run reconcile lists each of them; with --repair it mends what can be mended.",
  "integrity.missingObjects": "Missing images",
  "integrity.orphanedObjects": "Stray objects",
  "integrity.driftedStatistics": "Wrong totals",
  "integrity.driftedCredits": "Wrong credits",
  "integrity.foreignKeys": "Others’ images",
  "integrity.overdueRemovals": "Overdue removals",
  "integrity.missingObjects.means": "A task names an image that storage does not hold.",
  "integrity.orphanedObjects.means": "Storage holds an object that no task and no upload names.",
  "integrity.driftedStatistics.means": "Totals differ from the sum of their tasks.",
  "integrity.driftedCredits.means": "A user’s credits differ from the sum of their changes.",
  "integrity.foreignKeys.means":
    "Tasks of the original design name images that are not theirs; these are not shown.",
  "integrity.overdueRemovals.means": "Storage has refused them for more than an hour; they are tried again.",
};

export default english;
