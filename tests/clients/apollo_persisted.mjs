// Apollo Client with automatic persisted queries: prints the requests and the results.
import { createHash } from 'node:crypto';
import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';

const [uri, authorization, useGETForHashedQueries] = process.argv.slice(2);
const sent = [];
const recording = (address, options) => {
  const { searchParams } = new URL(address);
  const { query, extensions } = options.body ? JSON.parse(options.body) : Object.fromEntries(searchParams);
  const { persistedQuery } = typeof extensions === 'string' ? JSON.parse(extensions) : extensions;
  sent.push({ method: options.method, query: query ?? null, hash: persistedQuery.sha256Hash });
  return fetch(address, options);
};
const client = new ApolloClient({
  cache: new InMemoryCache(),
  link: ApolloLink.from([
    new PersistedQueryLink({
      sha256: (text) => createHash('sha256').update(text).digest('hex'),
      useGETForHashedQueries: useGETForHashedQueries === 'true',
    }),
    new HttpLink({ uri, headers: { authorization }, fetch: recording }),
  ]),
});
const found = [];
for (let time = 0; time < 2; time++) {
  const { data } = await client.query({ query: gql`query Me { viewer { id } }`, fetchPolicy: 'network-only' });
  found.push(data.viewer.id);
}
console.log(JSON.stringify({ sent, found }));
