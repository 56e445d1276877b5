// A program that records jobs, several at once, and goes on where it was when it is started again.
import { appendFileSync, openAsBlob, readFileSync } from 'node:fs';

const AT_ONCE = 10;
const LONGEST = 600_000;
const [client, url, token, directory, user, jobs] = process.argv.slice(2);
const { TaskRecord } = await import(client);
const tr = new TaskRecord({ url, token, patience: 2000 });
const fox = await openAsBlob(`${directory}/fox.png`);
const done = new Set(readFileSync(`${directory}/done`, 'utf8').split('\n'));
const waiting = Array.from({ length: Number(jobs) }, (_, job) => String(job)).filter((job) => !done.has(job));

async function work() {
  for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
    const given = { prompt: `fox ${job}`, user, key: `job ${job}` };
    const { status } = await tr.record(given, () => ({ images: [fox], credits: 3, cost: '0.01' }));
    // What could not be sent in time waits, and is sent later.
    if (status !== 'COMPLETED' && !(await tr.flush(LONGEST))) throw new Error(status);
    appendFileSync(`${directory}/done`, `${job}\n`);
  }
}

await Promise.all(Array.from({ length: AT_ONCE }, work));
