// graphql-sse: prints each change as it hears of it, whatever happens to the server.
import { createClient } from 'graphql-sse';

const [url, Authorization] = process.argv.slice(2);
const client = createClient({
  url,
  headers: { Authorization },
  retryAttempts: 100,
  retry: () => new Promise((resolve) => setTimeout(resolve, 100)),
});
for await (const { data } of client.iterate({ query: 'subscription { taskEvents { kind task { prompt } } }' })) {
  console.log(JSON.stringify(data.taskEvents));
}
