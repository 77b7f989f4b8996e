/**
 * Watches the clocks of teams as boards do: boards.process.ts ADDRESSES BOARDS TOKEN: so many boards at the addresses of a JSON array in
 * turn. Prints an address when all have their first snapshot: it answers which changes came when, and forgets them.
 */
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

const [list = '[]', boards = '0', token = ''] = process.argv.slice(2);
const addresses = JSON.parse(list) as string[];

/** Instants (ms since 1970) at which a change came, by what it is: once for each board. */
let arrivals = new Map<string, number[]>();

const now = (): number => performance.timeOrigin + performance.now();

function take(event: string, data: string): void {
  if (event !== 'clock') return;
  const { complaintId, clock, state } = JSON.parse(data) as Record<'complaintId' | 'clock' | 'state', string>;
  const key = `${complaintId} ${clock} ${state}`;
  const times = arrivals.get(key) ?? [];
  arrivals.set(key, times);
  times.push(now());
}

/** Resolves when the first snapshot is whole. */
const watch = (address: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const request = get(
      address,
      { agent: false, headers: { authorization: `Bearer ${token}` } },
      (answer: IncomingMessage) => {
        if (answer.statusCode !== 200) reject(new Error(`${address} answered ${String(answer.statusCode)}`));
        let rest = '';
        answer.setEncoding('utf8').on('data', (text: string) => {
          const frames = (rest + text).split('\n\n');
          rest = frames.pop() ?? '';
          for (const frame of frames) {
            const event = /^event: (\S+)$/m.exec(frame)?.[1] ?? '';
            const data = /^data: (.*)$/m.exec(frame)?.[1] ?? '';
            take(event, data);
            if (event === 'snapshot' && data.includes('"isLast":true')) resolve();
          }
        });
        answer.on('close', () => {
          process.stderr.write(`${address} was closed\n`);
          process.exit(1);
        });
      },
    );
    request.on('error', reject);
  });

async function start(): Promise<void> {
  await Promise.all(
    Array.from({ length: Number(boards) }, (_, n) => watch(addresses[n % addresses.length] ?? '')),
  );
  const server = createServer((_, answer) => {
    answer.end(JSON.stringify([...arrivals]));
    arrivals = new Map();
  });
  server.listen(0, '127.0.0.1', () => {
    process.stdout.write(
      `The boards are at http://127.0.0.1:${String((server.address() as AddressInfo).port)}\n`,
    );
  });
  process.once('SIGTERM', () => process.exit(0));
}

void start();
