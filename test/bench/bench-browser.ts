import { existsSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { CHROMIUM, openBrowser } from '../console/with-browser';

/** What is missing to run a bench in a browser; undefined: nothing. */
export const browserMissing = (): string | undefined =>
  existsSync(CHROMIUM) ? undefined : `it needs chromium at ${CHROMIUM}; set CHROMIUM to the path of one`;

/** A browser of a supervisor who is signed in and watches these teams. */
export interface BenchBrowser {
  /** A new page, on nothing yet. */
  newPage(): Promise<Page>;
  /** What a page keeps in memory once its garbage is collected, in bytes. */
  heapBytes(page: Page): Promise<number>;
  close(): Promise<void>;
}

export async function openBenchBrowser(teams: readonly string[]): Promise<BenchBrowser> {
  const browser = await openBrowser();
  const person = JSON.stringify({ id: 'bench-supervisor', role: 'supervisor', teams });
  await browser.context.addInitScript(
    `sessionStorage.setItem('redress.demo-person', ${JSON.stringify(person)})`,
  );
  return {
    newPage: () => browser.newPage(),
    async heapBytes(page) {
      const devtools = await browser.context.newCDPSession(page);
      try {
        // What only a finaliser lets go of is gone after the second.
        for (let n = 0; n < 2; n++) await devtools.send('HeapProfiler.collectGarbage');
        const { usedSize } = await devtools.send('Runtime.getHeapUsage');
        return usedSize;
      } finally {
        await devtools.detach();
      }
    },
    close: () => browser.close(),
  };
}
