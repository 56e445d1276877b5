// Apollo Client with one of its links, which the first argument names: prints the requests and the results.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { BatchHttpLink } from '@apollo/client/link/batch-http';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import UploadHttpLink from 'apollo-upload-client/UploadHttpLink.mjs';

const [name, uri, authorization, argument] = process.argv.slice(2);
const requests = [];
const options = {
  uri,
  headers: { authorization },
  fetch: (address, request) => {
    const { searchParams } = new URL(address);
    const isJson = typeof request.body === 'string';
    const sent = isJson ? JSON.parse(request.body) : { ...Object.fromEntries(searchParams) };
    const { query = null, extensions = '{}' } = sent;
    const { persistedQuery } = typeof extensions === 'string' ? JSON.parse(extensions) : extensions;
    requests.push({ method: request.method, query, hash: persistedQuery?.sha256Hash });
    return fetch(address, request);
  },
};
const viewer = gql`query Me { viewer { id } }`;
const create = gql`
  mutation Create($input: CreateTaskInput!) {
    createTask(input: $input) {
      task { prompt originalImage { url contentType width height sha256 } }
      errors { code message }
    }
  }
`;
const hashed = {
  sha256: (text) => createHash('sha256').update(text).digest('hex'),
  useGETForHashedQueries: argument === 'GET',
};
const links = {
  batch: () => new BatchHttpLink(options),
  persisted: () => ApolloLink.from([new PersistedQueryLink(hashed), new HttpLink(options)]),
  upload: () => new UploadHttpLink(options),
};
const client = new ApolloClient({ cache: new InMemoryCache(), link: links[name]() });
const uses = {
  batch: () =>
    Promise.all([
      client.mutate({ mutation: create, variables: { input: { prompt: 'a fox' } } }),
      client.query({ query: viewer }),
      client.query({ query: gql`query Wrong { task(id: "7") { id } }`, errorPolicy: 'all' }),
    ]),
  persisted: async () => [
    await client.query({ query: viewer, fetchPolicy: 'network-only' }),
    await client.query({ query: viewer, fetchPolicy: 'network-only' }),
  ],
  upload: async () => {
    const file = new File([await readFile(argument)], 'fox.png', { type: 'image/png' });
    const input = { prompt: '一只狐狸', taskType: 'IMAGE_EDIT', originalImage: { file } };
    return [await client.mutate({ mutation: create, variables: { input } })];
  },
};
const results = (await uses[name]()).map(({ data, error }) => error?.errors[0].extensions.code ?? data);
console.log(JSON.stringify({ requests, results }));
client.stop();
