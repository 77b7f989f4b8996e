import { randomUUID } from 'node:crypto';
import autocannon from 'autocannon';

/** What registering cost whoever waited for it. */
export interface RegistrationLoad {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

interface LoadOptions {
  readonly url: string;
  readonly token: string;
  readonly connections: number;
  /** Either for so many seconds, or so many requests. */
  readonly seconds?: number;
  readonly requests?: number;
}

const CATEGORIES = ['billing', 'delivery', 'outage', 'meter', 'contract'];
const KINDS = ['complaint', 'fault-report', 'enquiry', 'request'];
const CHANNELS = ['phone', 'email', 'web', 'chat'];
const DESCRIPTION =
  'The bill for March shows two charges for the same month. I paid the first one by bank transfer on the fifth and have the receipt here. ' +
  'Please tell me by when the second one will be taken back.';

const pick = (words: readonly string[], n: number): string => words[n % words.length] ?? '';

/** The n-th registration: a new customer with a number of their own each time. */
export const registrationBody = (n: number): object => ({
  kind: pick(KINDS, n),
  category: pick(CATEGORIES, n),
  channel: pick(CHANNELS, n),
  priority: 2 + (n % 4),
  customer: { name: `Customer ${String(n)}`, phones: [`+86 10 ${String(10_000_000 + n)}`] },
  description: DESCRIPTION,
});

/** Registers without pause over so many connections, each request with a key of its own. Throws where one is not answered with success. */
export async function registrationLoad(options: LoadOptions): Promise<RegistrationLoad> {
  const { url, token, connections, seconds, requests } = options;
  const result = await autocannon({
    url: `${url}/v1/complaints`,
    connections,
    ...(requests === undefined ? { duration: seconds ?? 10 } : { amount: requests }),
    requests: [
      {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        setupRequest: (request) => {
          const headers = { ...request.headers, 'idempotency-key': randomUUID() };
          return {
            ...request,
            headers,
            body: JSON.stringify(registrationBody(Math.floor(Math.random() * 1e7))),
          };
        },
      },
    ],
  });
  const done = result['2xx'];
  if (result.non2xx > 0 || result.errors > 0 || done === 0) {
    throw new Error(
      `${String(result.non2xx)} registrations were refused, ${String(result.errors)} failed, ${String(done)} were done`,
    );
  }
  return { perSecond: done / result.duration, p50Ms: result.latency.p50, p99Ms: result.latency.p99 };
}
