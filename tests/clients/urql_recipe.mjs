// urql with the exchanges of docs/clients.md: prints what it reads after each step.
import { gql } from '@urql/core';

const [recipe, url, authorization, refused] = process.argv.slice(2);
const warnings = [];
for (const level of ['warn', 'error']) console[level] = (...words) => warnings.push(words.join(' '));
const { connect } = await import(recipe);
let requests = 0;
let answerDeletion;
const asked = new Promise((resolve) => {
  answerDeletion = resolve;
});
const { fetch } = globalThis;
globalThis.fetch = async (address, options) => {
  requests += 1;
  if (String(options.body).includes('mutation Delete')) await asked;
  return fetch(address, options);
};
const client = connect(url, authorization.replace('Bearer ', ''));
const query = gql`
  query Tasks($first: Int, $after: String) {
    tasks(first: $first, after: $after) {
      nodes { id prompt generatedImage { sha256 url } }
      pageInfo { startCursor endCursor hasNextPage hasPreviousPage }
    }
  }
`;
const read = async (document, variables = {}, context = {}) => {
  const { data, error } = await client.query(document, variables, context);
  if (error) throw error;
  return data;
};
const ids = ({ tasks }) => tasks.nodes.map(({ id }) => id);
const found = { nodes: [] };
let page = await read(query, { first: 2 });
found.nodes.push(ids(page));
while (page.tasks.pageInfo.hasNextPage) {
  page = await read(query, { first: 2, after: page.tasks.pageInfo.endCursor });
  found.nodes.push(ids(page));
}
const [id] = found.nodes[0];
await read(gql`{ viewer { id plan { name creditPrices { credits } } credits { available } } statistics { totalTasks } }`);
const before = requests;
found.prompt = (await read(gql`query One($id: ID!) { task(id: $id) { id prompt } }`, { id })).task.prompt;
found.requestsAgain = requests - before;

// What a page that shows the list is given, one after the other.
const shown = [];
const watching = client.query(query, { first: 2 }).subscribe(({ data, stale }) => data && shown.push([ids(data), stale]));
const until = async (condition) => {
  for (let time = 0; !condition(); time++) {
    if (time > 500) throw new Error(`not within 5 s: ${JSON.stringify(shown)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};
const remove = gql`
  mutation Delete($input: DeleteTaskInput!) { deleteTask(input: $input) { deletedTaskId errors { code } } }
`;
const last = () => shown.at(-1)[0];
const deleting = client.mutation(remove, { input: { id } }).toPromise();
await until(() => !last().includes(id));
found.optimistic = last();
answerDeletion();
found.deleted = (await deleting).data.deleteTask;
await until(() => !last().includes(id));
found.afterwards = last();
const kept = client.mutation(remove, { input: { id: refused } }).toPromise();
found.refused = (await kept).data.deleteTask;
await until(() => last().includes(refused));
const create = gql`
  mutation Create($input: CreateTaskInput!) { createTask(input: $input) { task { id } errors { code } } }
`;
const made = (await client.mutation(create, { input: { prompt: 'a lynx' } })).data.createTask.task.id;
await until(() => last().includes(made));
found.created = last()[0] === made;
found.warnings = warnings;
watching.unsubscribe();
process.stdout.write(`${JSON.stringify(found)}\n`, () => process.exit(0));
