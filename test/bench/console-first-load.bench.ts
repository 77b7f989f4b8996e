import type { Page } from 'playwright-core';
import type { Bench } from './bench';
import { browserMissing, openBenchBrowser, type BenchBrowser } from './bench-browser';
import type { Measured } from './measure';
import { startProduct } from './product';
import { registrationLoad } from './registration-load';

const CASES = 10_000;
const KIB = 1_024;

/** How long somebody waits for the board, the first time. */
export const consoleFirstLoad: Bench = {
  name: 'console-first-load',
  aim: `interactive under 1,500 ms with ${CASES.toLocaleString('en')} open cases, under 300 KiB of pages compressed`,
  unit: 'ms from the address to a list that is drawn, live, and answers a key',
  notes: [
    `chromium with an empty cache beside the product on the same machine; one team with ${CASES.toLocaleString('en')} open cases`,
    'assetKiB: document, scripts and style as they came over the wire; dataKiB: what was asked of the API until then, the snapshot of the live stream not counted',
    'floor: a document of the same server with nothing in it but one line',
  ],
  runs: 3,
  open: async ({ server, quick }) => {
    const missing = browserMissing();
    if (missing !== undefined) return missing;
    const database = await server.createDatabase();
    const product = await startProduct(database);
    const token = await product.token('integration');
    const cases = quick ? CASES / 10 : CASES;
    await registrationLoad({ url: product.url, token, connections: 50, requests: cases });
    const measure = async (path: string, ready: (page: Page) => Promise<void>): Promise<Measured> => {
      // A profile of its own each time: nothing is in its cache.
      const browser = await openBenchBrowser(['bench', 'unassigned']);
      try {
        return await firstLoad(browser, `${product.url}${path}`, ready);
      } finally {
        await browser.close();
      }
    };
    // The read models have caught up when the board shows them all.
    await measure('/board', async (page) => {
      await page.locator(`[aria-rowcount="${String(2 * cases + 1)}"]`).waitFor({ timeout: 60_000 });
    }).catch(() => undefined);
    return {
      product: () =>
        measure('/board', async (page) => {
          const grid = page.getByRole('grid');
          await grid.locator('[aria-rowindex="2"]').waitFor();
          await page.locator('.fresh[data-fresh=live]').waitFor();
          await grid.press('ArrowDown');
        }),
      floor: () => measure('/console/sign-in', (page) => page.getByText('demo').waitFor()),
      async close() {
        await product.stop();
        await server.dropDatabase(database);
      },
    };
  },
};

async function firstLoad(
  browser: BenchBrowser,
  address: string,
  ready: (page: Page) => Promise<void>,
): Promise<Measured> {
  const page = await browser.newPage();
  const began = performance.now();
  await page.goto(address, { waitUntil: 'commit' });
  await ready(page);
  // A turn of the page in which nothing else is waiting: it would answer the next key at once.
  await page.evaluate('new Promise((resolve) => requestIdleCallback(resolve))');
  const value = performance.now() - began;
  const sizes = await page.evaluate<readonly (readonly [name: string, bytes: number])[]>(
    `[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
      .map(({ name, transferSize }) => [new URL(name).pathname, transferSize])`,
  );
  const sum = (isAsset: boolean) =>
    sizes
      .filter(([path]) => path.startsWith('/v1/') !== isAsset)
      .reduce((total, [, bytes]) => total + bytes, 0) / KIB;
  return { value, also: { assetKiB: sum(true), dataKiB: sum(false) } };
}
