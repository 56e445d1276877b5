// urql with its exchange for persisted queries: prints the requests and the results.
import { Client, fetchExchange, gql } from '@urql/core';
import { persistedExchange } from '@urql/exchange-persisted';

const [url, Authorization] = process.argv.slice(2);
const sent = [];
const recording = (address, options) => {
  const { query } = options.body ? JSON.parse(options.body) : Object.fromEntries(new URL(address).searchParams);
  sent.push(`${options.method} ${query ? 'text' : 'hash'}`);
  return fetch(address, options);
};
const client = new Client({
  url,
  fetch: recording,
  fetchOptions: { headers: { Authorization } },
  exchanges: [persistedExchange({ preferGetForPersistedQueries: true }), fetchExchange],
});
const data = ({ data, error }) => {
  if (error) throw error;
  return data;
};
const create = gql`
  mutation Create($input: CreateTaskInput!) { createTask(input: $input) { task { id prompt } errors { code field } } }
`;
const tasks = gql`query Tasks { tasks { nodes { id prompt } } }`;
const found = {
  created: data(await client.mutation(create, { input: { prompt: 'a fox' } })).createTask,
  refused: data(await client.mutation(create, { input: { prompt: '' } })).createTask,
  first: data(await client.query(tasks, {})).tasks.nodes,
  again: data(await client.query(tasks, {}, { requestPolicy: 'network-only' })).tasks.nodes,
  wrong: (await client.query(gql`query Wrong { task(id: 7) { id } }`, {})).error?.graphQLErrors[0].extensions.code,
};
console.log(JSON.stringify({ sent, found }));
