// graphql-sse in its single-connection mode: prints each change as it hears of it, and what a query was told meanwhile.
import { createClient } from 'graphql-sse';

const [url, Authorization] = process.argv.slice(2);
const client = createClient({
  url,
  singleConnection: true,
  headers: () => ({ Authorization }),
  retryAttempts: 100,
  retry: () => new Promise((resolve) => setTimeout(resolve, 100)),
});
const follow = async () => {
  for await (const { data } of client.iterate({ query: 'subscription { taskEvents { kind task { prompt } } }' })) {
    console.log(JSON.stringify(data.taskEvents));
  }
};
follow();
