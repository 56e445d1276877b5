// Apollo Client's own subscriptions, over multipart HTTP: prints each change as it hears of it.
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';

const [uri, authorization] = process.argv.slice(2);
const client = new ApolloClient({
  cache: new InMemoryCache(),
  link: new HttpLink({ uri, headers: { authorization } }),
});
client
  .subscribe({ query: gql`subscription Follow { taskEvents { kind task { prompt } } }` })
  .subscribe(({ data, error }) => {
    if (error) throw error;
    console.log(JSON.stringify(data.taskEvents));
  });
