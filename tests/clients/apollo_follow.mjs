// Apollo Client over graphql-ws: prints each change as it hears of it, whatever happens to the server.
import { ApolloClient, gql, InMemoryCache } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { createClient } from 'graphql-ws';

const [url, Authorization] = process.argv.slice(2);
const socket = createClient({
  url,
  connectionParams: { Authorization },
  retryAttempts: 100,
  shouldRetry: () => true,
  retryWait: () => new Promise((resolve) => setTimeout(resolve, 100)),
});
const client = new ApolloClient({ cache: new InMemoryCache(), link: new GraphQLWsLink(socket) });
client
  .subscribe({ query: gql`subscription Follow { taskEvents { kind task { prompt } } }` })
  .subscribe(({ data, error }) => {
    if (error) throw error;
    console.log(JSON.stringify(data.taskEvents));
  });
