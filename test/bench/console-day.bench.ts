import type { Bench } from './bench';
import { browserMissing, openBenchBrowser, type BenchBrowser } from './bench-browser';
import type { Measured } from './measure';
import { startProduct } from './product';
import { CallCentre, DESKS } from './steady-work';

const PER_SECOND = 200;
/** 30,000 commands: as many as the real month has in its twelve busiest days. */
const SECONDS = 150;
const PARTS = 10;
const MIB = 2 ** 20;

/** How much a board that is left open keeps of all that it was told. */
export const consoleDay: Bench = {
  name: 'console-day',
  aim: 'a board left open does not grow',
  unit: 'MiB more in use, garbage collected, at the end than after the first tenth',
  notes: [
    `the live board of twelve teams in chromium, while ${String(PER_SECOND * SECONDS)} commands in ${String(SECONDS)} s register, claim, answer and resolve cases; each tenth garbage is collected and the heap of the page measured`,
    'about a hundred cases are open at each moment; what the page was told of the others it must have let go',
    'floor: the same page for as long with nothing to tell',
  ],
  runs: 1,
  open: async ({ server, quick, say }) => {
    const missing = browserMissing();
    if (missing !== undefined) return missing;
    const database = await server.createDatabase();
    const product = await startProduct(database);
    const callCentre = await CallCentre.at(product);
    const browser = await openBenchBrowser(Array.from({ length: DESKS }, (_, n) => `team-${String(n)}`));
    const partSeconds = (quick ? SECONDS / 10 : SECONDS) / PARTS;
    const watch = (part: () => Promise<unknown>) => heapWhile(browser, `${product.url}/board`, part, say);
    return {
      product: () =>
        watch(() => callCentre.work({ perSecond: PER_SECOND, seconds: partSeconds, readAfter: false })),
      floor: () => watch(() => new Promise((resolve) => setTimeout(resolve, partSeconds * 1_000))),
      async close() {
        await browser.close();
        await callCentre.close();
        await product.stop();
        await server.dropDatabase(database);
      },
    };
  },
};

/** Leaves a page open while something happens in ten parts. */
async function heapWhile(
  browser: BenchBrowser,
  address: string,
  part: () => Promise<unknown>,
  say: (line: string) => void,
): Promise<Measured> {
  const page = await browser.newPage();
  try {
    await page.goto(address);
    const live = page.locator('.fresh[data-fresh=live]');
    await live.waitFor();
    const heaps: number[] = [];
    for (let n = 0; n < PARTS; n++) {
      await part();
      heaps.push(await browser.heapBytes(page));
      say(`console-day: ${(Number(heaps.at(-1)) / MIB).toFixed(2)} MiB`);
    }
    await live.waitFor();
    const [first = 0] = heaps;
    const last = heaps.at(-1) ?? 0;
    return {
      value: (last - first) / MIB,
      also: { firstMiB: first / MIB, lastMiB: last / MIB, mostMiB: Math.max(...heaps) / MIB },
    };
  } finally {
    await page.close();
  }
}
