// Apollo Client with BatchHttpLink: prints the result of each operation of one request.
import { ApolloClient, gql, InMemoryCache } from '@apollo/client';
import { BatchHttpLink } from '@apollo/client/link/batch-http';

const [uri, authorization] = process.argv.slice(2);
let requests = 0;
const counting = (address, options) => {
  requests += 1;
  return fetch(address, options);
};
const client = new ApolloClient({
  cache: new InMemoryCache(),
  link: new BatchHttpLink({ uri, headers: { authorization }, fetch: counting }),
});
const create = gql`
  mutation Create($prompt: String!) {
    createTask(input: { prompt: $prompt }) { task { id prompt } }
  }
`;
const [created, viewer, wrong] = await Promise.all([
  client.mutate({ mutation: create, variables: { prompt: 'a fox' } }),
  client.query({ query: gql`query Me { viewer { id } }` }),
  client.query({ query: gql`query Wrong { task(id: "7") { id } }`, errorPolicy: 'all' }),
]);
console.log(
  JSON.stringify({
    requests,
    prompt: created.data.createTask.task.prompt,
    viewer: viewer.data.viewer.id,
    wrong: wrong.error.errors[0].extensions.code,
  }),
);
client.stop();
