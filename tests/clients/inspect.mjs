// What changed from one SDL to another, by GraphQL Inspector; exit status 1 when it breaks clients.
import { readFile } from 'node:fs/promises';
import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';

const [released, current] = await Promise.all(
  process.argv.slice(2).map(async (path) => buildSchema(await readFile(path, 'utf8'))),
);
const changes = await diff(released, current);
for (const { criticality, message } of changes) {
  console.log([criticality.level, message, criticality.reason].filter(Boolean).join(': '));
}
const breaks = changes.filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking).length;
console.log(`${changes.length} changes since the release, ${breaks} of which break clients.`);
process.exitCode = breaks ? 1 : 0;
