// urql's own subscriptions, over server-sent events: prints each change as it hears of it.
import { Client, fetchExchange, gql } from '@urql/core';

const [url, Authorization] = process.argv.slice(2);
const client = new Client({
  url,
  fetchOptions: { headers: { Authorization } },
  fetchSubscriptions: true,
  exchanges: [fetchExchange],
});
client
  .subscription(gql`subscription Follow { taskEvents { kind task { prompt } } }`, {})
  .subscribe(({ data, error }) => {
    if (error) throw error;
    console.log(JSON.stringify(data.taskEvents));
  });
