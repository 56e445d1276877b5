// Apollo Client with relayStylePagination: prints the ids in its cache after each page, a task being made meanwhile.
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { relayStylePagination } from '@apollo/client/utilities';
import { filter, firstValueFrom } from 'rxjs';

const [uri, authorization, size] = process.argv.slice(2);
const query = gql`
  query Tasks($first: Int!, $after: String) {
    tasks(first: $first, after: $after) {
      edges { cursor node { id prompt } }
      pageInfo { startCursor endCursor hasNextPage hasPreviousPage }
    }
  }
`;
const mutation = gql`
  mutation Create {
    createTask(input: { prompt: "made meanwhile" }) { task { id } }
  }
`;
const client = new ApolloClient({
  cache: new InMemoryCache({ typePolicies: { Query: { fields: { tasks: relayStylePagination() } } } }),
  link: new HttpLink({ uri, headers: { authorization } }),
});
const variables = { first: Number(size) };
const watched = client.watchQuery({ query, variables });
watched.subscribe(() => {});
let { tasks } = (await firstValueFrom(watched.pipe(filter(({ data }) => data)))).data;
const pages = [tasks.edges.map((edge) => edge.node.id)];
while (tasks.pageInfo.hasNextPage) {
  await client.mutate({ mutation });
  await watched.fetchMore({ variables: { after: tasks.pageInfo.endCursor } });
  ({ tasks } = client.readQuery({ query, variables }));
  pages.push(tasks.edges.map((edge) => edge.node.id));
}
console.log(JSON.stringify(pages));
client.stop();
