import type { Page } from 'playwright-core';
import { OwnProcess } from '../faults/own-process';
import { complaintOf, signInAs } from './desk';
import { freePort } from './free-port';
import { buildConsole, describeWithBrowser, openBrowser, type Browser } from './with-browser';

/** As the pages promise: they know within five seconds that what they show is stale. */
const STALE_WITHIN_MS = 5_000;
const TEAM = 'demo-team';

describeWithBrowser('pages whose server is killed', () => {
  let browser: Browser;
  let dataDir: string;
  let server: OwnProcess;
  let port: string;

  const start = () => OwnProcess.start(dataDir, { PORT: port });

  beforeAll(async () => {
    await buildConsole();
    browser = await openBrowser();
    dataDir = await OwnProcess.dataDir();
    port = String(await freePort());
    server = await start();
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await server.stop();
    await OwnProcess.remove(dataDir);
  });

  async function register(reference: string): Promise<void> {
    const answer = await server.post('/v1/complaints', complaintOf(TEAM, { reference }));
    expect(answer.status).toBe(201);
  }

  const fresh = (page: Page, state: 'live' | 'cut') => page.locator(`.fresh[data-fresh=${state}]`).waitFor();

  it('say so within five seconds, and are right again without a reload', async () => {
    const [board, desk] = [await browser.newPage(), await browser.newPage()];
    await signInAs(board, server.url, 'Supervisor', 'sue', TEAM);
    await signInAs(desk, server.url, 'Agent', 'wei', TEAM);
    await register('K-1');
    await board.getByRole('row').filter({ hasText: 'K-1' }).first().waitFor();
    const pool = desk.getByRole('listbox', { name: `Pool of ${TEAM}` });
    await pool.getByRole('option', { name: 'K-1' }).waitFor();
    for (const page of [board, desk]) await page.evaluate('window.notReloaded = true');

    const stale = Promise.all([fresh(board, 'cut'), fresh(desk, 'cut')]);
    const since = performance.now();
    await server.killEverything();
    await stale;
    expect(performance.now() - since).toBeLessThan(STALE_WITHIN_MS);
    await board.getByRole('alert').getByText('Connection lost').waitFor();
    // What was there is still to be read.
    expect(await pool.getByRole('option', { name: 'K-1' }).count()).toBe(1);

    server = await start();
    await register('K-2');
    await board.getByRole('row').filter({ hasText: 'K-2' }).first().waitFor();
    await pool.getByRole('option', { name: 'K-2' }).waitFor();
    await Promise.all([fresh(board, 'live'), fresh(desk, 'live')]);
    for (const page of [board, desk]) expect(await page.evaluate('window.notReloaded')).toBe(true);
    expect(browser.complaints()).toEqual([]);
  }, 90_000);
});
