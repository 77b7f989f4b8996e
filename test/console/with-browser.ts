import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { chromium, type BrowserContext, type Page } from 'playwright-core';

const ROOT = resolve(__dirname, '../..');
const SOURCES = join(ROOT, 'apps/console');

/** Where the built pages lie. */
export const BUILT = join(ROOT, 'dist/console');

/** Before a test is out of time: what was waited for is then named. */
const WAITS_MS = 15_000;

/** The browser. */
export const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** No sandbox, for tests may run as root; nothing that calls home. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A suite in a real browser. Where there is none it is skipped, aloud; in CI it fails instead. */
export function describeWithBrowser(name: string, suite: () => void): void {
  describe(name, () => {
    if (existsSync(CHROMIUM) || process.env['CI'] !== undefined) suite();
    else
      it.skip(`SKIPPED: needs ${CHROMIUM}; install chromium, or set CHROMIUM to the path of one`, () =>
        undefined);
  });
}

/** A browser with a profile of its own. */
export interface Browser {
  readonly context: BrowserContext;
  /** What pages have complained of since the last question: errors that nobody caught, and what the browser refused to do for them. */
  complaints(): readonly string[];
  newPage(): Promise<Page>;
  close(): Promise<void>;
}

export async function openBrowser(): Promise<Browser> {
  const profile = await mkdtemp(join(tmpdir(), 'redress-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM,
    args: ARGUMENTS,
    viewport: { width: 1280, height: 720 },
    locale: 'en-GB',
    timezoneId: 'Europe/London',
  });
  context.setDefaultTimeout(WAITS_MS);
  let complaints: string[] = [];
  return {
    context,
    complaints: () => {
      const said = complaints;
      complaints = [];
      return said;
    },
    newPage: async () => {
      const page = await context.newPage();
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => {
        // What a request was refused with is shown on the page; the browser reports it once more.
        if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
          complaints.push(message.text());
      });
      return page;
    },
    close: async () => {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

/** Held by the process that builds: spec files run beside each other. */
const LOCK = join(ROOT, 'dist/console.lock');

const BUILT_WITHIN_MS = 60_000;

/** Builds the pages where they are missing or older than their sources. */
export async function buildConsole(): Promise<void> {
  await mkdir(join(ROOT, 'dist'), { recursive: true });
  const giveUpAt = Date.now() + BUILT_WITHIN_MS;
  while ((await latest(SOURCES)) > (await latest(BUILT)) || existsSync(LOCK)) {
    const isOurs = await mkdir(LOCK).then(
      () => true,
      () => false,
    );
    if (!isOurs) {
      if (Date.now() > giveUpAt) throw new Error(`${LOCK} was left by a build that broke off: remove it`);
      await sleep(100);
      continue;
    }
    try {
      const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
      await promisify(execFile)(process.execPath, [vite, 'build', SOURCES]);
    } finally {
      await rm(LOCK, { recursive: true });
    }
  }
}

/** When the youngest file below was changed; 0 where there is none. */
async function latest(folder: string): Promise<number> {
  if (!existsSync(folder)) return 0;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const times = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) =>
      stat(join(parentPath, name)).then(
        ({ mtimeMs }) => mtimeMs,
        // Taken away since it was listed, by a build that begins.
        () => 0,
      ),
    );
  return Math.max(0, ...(await Promise.all(times)));
}

/** The serious findings of axe on a page, as lines. */
export async function seriousFindings(page: Page): Promise<readonly string[]> {
  await page.evaluate(await readFile(require.resolve('axe-core/axe.min.js'), 'utf8'));
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => ({
      violations: violations.map(({ id, impact, nodes }) => ({ id, impact, at: nodes.map(({ html }) => html) })),
    }))`,
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, at }) => `${id}: ${at.join(' ')}`);
}

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly at: readonly string[];
  }[];
}
