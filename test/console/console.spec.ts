import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { runRedress, type RunningRedress } from '../support/running-redress';
import { stoppableProxy } from '../support/stoppable-proxy';
import { complaintOf, signInAs } from './desk';
import { freePort } from './free-port';
import {
  buildConsole,
  describeWithBrowser,
  openBrowser,
  seriousFindings,
  type Browser,
} from './with-browser';

/** As the board promises: it knows within five seconds that what it shows is stale. */
const STALE_WITHIN_MS = 5_000;

describeWithBrowser('the console in a browser', () => {
  let browser: Browser;
  let running: RunningRedress;
  let supervisor: Page;

  beforeAll(async () => {
    await buildConsole();
    browser = await openBrowser();
    running = await runRedress({
      policy: join(__dirname, '../support/short-promises.yaml'),
      port: await freePort(),
    });
    supervisor = await browser.newPage();
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await running.stop();
  });

  const url = () => running.redress.url;

  /** The line of the board that says all of this. */
  const rowOf = (...texts: readonly string[]) =>
    texts.reduce((rows, text) => rows.filter({ hasText: text }), supervisor.getByRole('row'));

  async function register(more: object = {}): Promise<string> {
    const { body } = await running.call<{ id: string }>('POST', '/v1/complaints', {
      as: await running.token('agent', { id: 'ann' }),
      body: complaintOf('billing', more),
    });
    return body.id;
  }

  it('signs a supervisor in, and shows a case break while they look on', async () => {
    await signInAs(supervisor, url(), 'Supervisor', 'sue', 'billing');
    await supervisor.getByRole('heading', { name: 'Live board' }).waitFor();
    await register({ reference: 'R-1' });
    const late = supervisor.getByRole('button', { name: /^\d+ Already late/ });
    await rowOf('First response', 'R-1').waitFor();
    // The promise of two seconds breaks.
    await late.getByText('1', { exact: true }).waitFor();
    await late.click();
    await rowOf('late', 'First response', 'R-1').waitFor();
    // And the server has seen it, too: the case says so, and why.
    await supervisor.getByRole('link', { name: 'R-1' }).click();
    await supervisor.getByText('Clock breached').waitFor();
    await supervisor.getByRole('button', { name: 'Why First response stands as it does' }).click();
    await supervisor.getByRole('img', { name: /^First response: counted/ }).waitFor();
    expect(await supervisor.getByText('Target 2 secs').count()).toBe(1);
  });

  it('reassigns it from the board, by keyboard, and the desk of the agent changes in another window', async () => {
    const agent = await browser.newPage();
    await signInAs(agent, url(), 'Agent', 'wei', 'billing');
    await agent.getByText('Your queue is empty').waitFor();
    await supervisor.goto(`${url()}/board`);
    await supervisor.getByRole('button', { name: /^\d+ Already late/ }).click();
    await rowOf('First response', 'R-1').waitFor();
    await supervisor.getByRole('grid').focus();
    await supervisor.keyboard.press('ArrowDown');
    await supervisor.keyboard.press('t');
    await supervisor.getByLabel('To the agent').fill('wei');
    await supervisor.keyboard.press('Enter');
    await agent.getByRole('listbox', { name: 'My queue' }).getByRole('option', { name: 'R-1' }).waitFor();
    await rowOf('First response', 'R-1', 'wei').waitFor();

    // The agent works it without a mouse.
    await agent.keyboard.press('n');
    await agent.getByRole('heading', { name: 'Case R-1' }).waitFor();
    await agent.keyboard.press('c');
    await agent.getByRole('dialog', { name: 'Claim' }).waitFor();
    await agent.keyboard.press('Enter');
    await agent.getByRole('dialog').waitFor({ state: 'detached' });
    await agent.getByRole('button', { name: 'Claim' }).waitFor({ state: 'detached' });
    await agent.keyboard.press('r');
    await agent.getByLabel('Note').fill('Explained the bill.');
    await agent.getByRole('button', { name: 'Do it' }).press('Enter');
    await agent.getByText('Explained the bill.').waitFor();
    // It is late, not gone: stopped, and so no longer on the board.
    await rowOf('First response', 'R-1').waitFor({ state: 'detached' });
    await agent.close();
  });

  it('marks itself stale when the server is gone, and is right again without a reload', async () => {
    const mark = supervisor.locator('.fresh');
    await supervisor.evaluate('window.notReloaded = true');
    const stale = supervisor.getByRole('alert').getByText('Connection lost').waitFor();
    const since = performance.now();
    await running.restart(async () => {
      await stale;
      expect(performance.now() - since).toBeLessThan(STALE_WITHIN_MS);
      expect(await mark.innerText()).toMatch(/^STALE[^]*as of \d/);
    });
    await register({ reference: 'R-2' });
    await rowOf('R-2').first().waitFor();
    expect(await mark.innerText()).toMatch(/^Live/);
    expect(await supervisor.evaluate('window.notReloaded')).toBe(true);
  });

  it('marks itself stale where the network falls silent without breaking off', async () => {
    const proxy = await stoppableProxy(url());
    const page = await browser.newPage();
    try {
      await signInAs(page, proxy.url, 'Supervisor', 'sue', 'billing');
      await page.locator('.fresh[data-fresh=live]').waitFor();
      proxy.stop();
      const since = performance.now();
      await page.locator('.fresh[data-fresh=cut]').waitFor();
      expect(performance.now() - since).toBeLessThan(STALE_WITHIN_MS);
      proxy.goOn();
      await page.locator('.fresh[data-fresh=live]').waitFor();
    } finally {
      await page.close();
      await proxy.close();
    }
  });

  it('has nothing on any page, in either language, that axe finds serious', async () => {
    const id = await register({ reference: 'R-3' });
    const pages = ['/board', `/cases/${id}`, '/desk', '/cases', '/figures'];
    for (const language of ['en', 'zh-CN']) {
      await supervisor.evaluate(`localStorage.setItem('redress.language', '${language}')`);
      for (const path of pages) {
        await supervisor.goto(`${url()}${path}`);
        await supervisor.locator('h1').waitFor();
        await supervisor.locator('.panel').first().waitFor();
        expect([language, path, await seriousFindings(supervisor)]).toEqual([language, path, []]);
      }
    }
    await supervisor.goto(`${url()}/board`);
    await supervisor.getByRole('heading', { name: '实时看板' }).waitFor();
    await supervisor.evaluate(`localStorage.setItem('redress.language', 'en')`);
  });

  it('says in plain words what the server refuses, and asks for a new sign-in when the old one has ended', async () => {
    await supervisor.goto(`${url()}/cases/no-such-case`);
    await supervisor.getByText('There is no such case.').waitFor();
    // As if another key had signed the token.
    await supervisor.route('**/v1/**', (route) =>
      route.fulfill({ status: 401, json: { code: 'token-expired' } }),
    );
    await supervisor.getByRole('link', { name: 'Figures' }).click();
    const ended = supervisor.getByRole('alertdialog', { name: 'Your sign-in has ended' });
    await ended.waitFor();
    await supervisor.unroute('**/v1/**');
    await ended.getByRole('button', { name: 'Sign in again' }).click();
    await ended.waitFor({ state: 'detached' });
    await supervisor.getByRole('heading', { name: 'Figures' }).waitFor();
  });

  it('shows an analyst the figures only, and nobody a page that is not theirs', async () => {
    const page = await browser.newPage();
    await signInAs(page, url(), 'Analyst', 'una', 'billing');
    await page.getByRole('heading', { name: 'Figures' }).waitFor();
    expect(await page.getByRole('navigation').getByRole('link').allInnerTexts()).toEqual([
      'Cases',
      'Figures',
      'What if',
    ]);
    await page.goto(`${url()}/board`);
    await page.getByText('Your role does not show this page.').waitFor();
    await page.close();
  });

  it('draws a screenful of a long list, not all of it', async () => {
    const agent = await running.token('agent', { id: 'ann' });
    const many = Array.from({ length: 300 }, () =>
      running.call('POST', '/v1/complaints', { as: agent, body: complaintOf('long') }),
    );
    await Promise.all(many);
    await running.redress.caughtUp();
    const page = await browser.newPage();
    await signInAs(page, url(), 'Supervisor', 'sue2', 'long');
    await page.getByRole('button', { name: '600 All' }).click();
    const grid = page.getByRole('grid');
    expect(await grid.getAttribute('aria-rowcount')).toBe('601');
    expect(await grid.getByRole('row').count()).toBeLessThan(60);
    await grid.press('End');
    await grid.locator('[aria-rowindex="601"]').waitFor();
    expect(await grid.getByRole('row').count()).toBeLessThan(60);
    await page.close();
  });

  it('asks for nothing that its own rules forbid, and throws no error', () => {
    expect(browser.complaints()).toEqual([]);
  });
});
