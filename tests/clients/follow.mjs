// Prints each change to the user's tasks as a client reports it, even if the server restarts. The first argument names
// the client: `apollo-ws`, `apollo-multipart`, `sse`, `sse-single` (graphql-sse with one connection) or `urql`.
import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { Client, fetchExchange } from '@urql/core';
import { parse } from 'graphql';
import { createClient as createSse } from 'graphql-sse';
import { createClient as createWs } from 'graphql-ws';

const [name, url, Authorization] = process.argv.slice(2);
const headers = { Authorization };
const text = 'subscription Follow { taskEvents { kind task { prompt } } }';
const pause = () => new Promise((resolve) => setTimeout(resolve, 100));
const print = ({ data, error }) => {
  if (error) throw error;
  console.log(JSON.stringify(data.taskEvents));
};
const apollo = (link) =>
  new ApolloClient({ cache: new InMemoryCache(), link }).subscribe({ query: parse(text) }).subscribe(print);
const sse = async (singleConnection) => {
  const client = createSse({ url, singleConnection, headers: () => headers, retryAttempts: 100, retry: pause });
  for await (const result of client.iterate({ query: text })) print(result);
};
const clients = {
  'apollo-ws': () => {
    const retry = { retryAttempts: 100, shouldRetry: () => true, retryWait: pause };
    apollo(new GraphQLWsLink(createWs({ url, connectionParams: headers, ...retry })));
  },
  'apollo-multipart': () => apollo(new HttpLink({ uri: url, headers })),
  sse: () => sse(false),
  'sse-single': () => sse(true),
  urql: () => {
    const options = { url, fetchOptions: { headers }, fetchSubscriptions: true, exchanges: [fetchExchange] };
    new Client(options).subscription(text, {}).subscribe(print);
  },
};
clients[name]();
