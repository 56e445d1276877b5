// Apollo Client with the link and the cache of docs/clients.md: prints what it reads after each step.
import { gql } from '@apollo/client';
import { filter, firstValueFrom } from 'rxjs';

const [recipe, uri, authorization, refused] = process.argv.slice(2);
const { connect, remove: deleteTask } = await import(recipe);
const warnings = [];
for (const level of ['warn', 'error']) console[level] = (...words) => warnings.push(words.join(' '));
let requests = 0;
const { fetch } = globalThis;
globalThis.fetch = (address, options) => {
  requests += 1;
  return fetch(address, options);
};
const client = connect(uri, authorization.replace('Bearer ', ''));
const { cache } = client;
const query = gql`
  query Tasks($first: Int, $after: String, $last: Int, $before: String) {
    tasks(first: $first, after: $after, last: $last, before: $before) {
      nodes { id prompt }
      pageInfo { startCursor endCursor hasNextPage hasPreviousPage }
    }
  }
`;
const edges = gql`
  query Edges($first: Int, $after: String, $where: TaskFilter) {
    tasks(first: $first, after: $after, where: $where) {
      edges { node { id } }
      pageInfo { startCursor endCursor hasNextPage hasPreviousPage }
    }
  }
`;
const found = {};

async function paged(document, variables, list) {
  const watched = client.watchQuery({ query: document, variables });
  watched.subscribe(() => {});
  let { tasks } = (await firstValueFrom(watched.pipe(filter(({ data, dataState }) => data && dataState === 'complete')))).data;
  const pages = [list(tasks)];
  while (tasks.pageInfo.hasNextPage) {
    await watched.fetchMore({ variables: { after: tasks.pageInfo.endCursor } });
    ({ tasks } = client.readQuery({ query: document, variables }));
    pages.push(list(tasks));
  }
  return pages;
}

const ids = ({ nodes }) => nodes.map(({ id }) => id);
const listed = () => ids(cache.readQuery({ query, variables: { first: 2 } }, true).tasks);
found.nodes = await paged(query, { first: 2 }, ids);
found.edges = await paged(edges, { first: 2, where: { status: ['PENDING', 'PROCESSING', 'COMPLETED', 'FAILED'] } }, ({ edges }) =>
  edges.map(({ node }) => node.id),
);

// Fields of one image, of statistics, of credits and of the viewer, read by different queries, add to each other.
const [id] = found.nodes[0];
const parts = [
  `viewer { id plan { name } } statistics { totalTasks } task(id: "${id}") { id generatedImage { sha256 width } images { sha256 width } }`,
  `viewer { storageUsed plan { maxImageSize } } statistics { failedTasks } task(id: "${id}") { id generatedImage { sha256 height } images { sha256 height } }`,
];
for (const part of parts) await client.query({ query: gql(`{ ${part} }`) });
const before = requests;
const both = await Promise.all(parts.map((part) => client.query({ query: gql(`{ ${part} }`) })));
const one = await client.query({ query: gql(`query One { task(id: "${id}") { id prompt } }`) });
found.requestsAgain = requests - before;
found.merged = both.map(({ data }) => [data.statistics, data.task.generatedImage, data.task.images]);
found.prompt = one.data.task.prompt;

const deleting = deleteTask(client, id);
found.optimistic = listed();
found.deleted = await deleting;
found.afterwards = listed();
const kept = deleteTask(client, refused);
found.optimisticOfRefused = listed();
found.refused = await kept;
found.restored = listed();

// A file in the variables, and what a subscription hears of it.
const create = gql`mutation Create($input: CreateTaskInput!) { createTask(input: $input) { task { id originalImage { sha256 } } errors { code } } }`;
const heard = firstValueFrom(client.subscribe({ query: gql`subscription { taskEvents { kind task { id prompt } } }` }));
const picture = new Blob([Uint8Array.from(atob('R0lGODdhAQABAIEAADx4yAAAAAAAAAAAACwAAAAAAQABAAAIBAABBAQAOw=='), (c) => c.charCodeAt(0))]);
let isHeard = false;
heard.then(() => (isHeard = true));
for (let times = 0; !isHeard && times < 50; times++) {
  const input = { prompt: 'a lynx', originalImage: { file: picture } };
  found.created = (await client.mutate({ mutation: create, variables: { input } })).data.createTask;
  await new Promise((resolve) => setTimeout(resolve, 100));
}
found.heard = (await heard).data.taskEvents;
found.warnings = warnings;
console.log(JSON.stringify(found));
client.stop();
