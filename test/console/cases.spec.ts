import { VirtualClock } from '@redress/kernel';
import type { Page } from 'playwright-core';
import { runRedress, type RunningRedress } from '../support/running-redress';
import { complaintOf, signInAs } from './desk';
import {
  buildConsole,
  describeWithBrowser,
  openBrowser,
  seriousFindings,
  type Browser,
} from './with-browser';

/** Before the clocks change: in London it is UTC. */
const NINE = Date.UTC(2026, 2, 2, 9);
const MINUTE_MS = 60_000;
const NOTES = 130;

describeWithBrowser('the list of cases, and a long case', () => {
  const clock = new VirtualClock(NINE);
  let browser: Browser;
  let running: RunningRedress;
  let page: Page;
  let agent: string;
  let longId: string;

  beforeAll(async () => {
    await buildConsole();
    browser = await openBrowser();
    running = await runRedress({ clock });
    page = await browser.newPage();
    page.setDefaultTimeout(8_000);
    agent = await running.token('agent', { id: 'ann' });
    longId = await register('A-FAIRLY-LONG-NUMBER-OF-ANOTHER-SYSTEM-1', { tier: 'vip', specialCare: true });
    for (let note = 1; note <= NOTES; note++) {
      const body = { note: `note ${String(note)}` };
      await running.call('POST', `/v1/complaints/${longId}/notes`, { as: agent, body });
    }
    clock.advanceTo(NINE + MINUTE_MS);
    await register('R-2', { kind: 'fault-report', category: 'power-failure-of-a-whole-street' });
    clock.advanceTo(NINE + 2 * MINUTE_MS);
    await register('R-3', { priority: 4 });
    await running.call('POST', `/v1/complaints/${longId}/chase`, { as: agent, body: {} });
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await running.stop();
  });

  async function register(reference: string, more: object): Promise<string> {
    const body = complaintOf('billing', { reference, ...more });
    return (await running.call<{ id: string }>('POST', '/v1/complaints', { as: agent, body })).body.id;
  }
  const url = () => running.redress.url;
  const firstCells = () => page.getByRole('row').getByRole('rowheader').allInnerTexts();
  const timeline = () => page.getByRole('region', { name: 'Timeline' });

  it('shows all of its columns at 1280 pixels, in either language', async () => {
    await signInAs(page, url(), 'Supervisor', 'sue', 'billing', '/cases?phase=open,waiting');
    await page.getByRole('link', { name: 'R-3' }).waitFor();
    for (const language of ['zh-CN', 'en']) {
      await page.locator('.bar select').first().selectOption(language);
      await page.locator(`html[lang="${language}"]`).waitFor();
      const beyond = await page.evaluate<number>(
        "((list) => list.scrollWidth - list.clientWidth)(document.querySelector('.table-scroll'))",
      );
      expect([language, beyond]).toEqual([language, 0]);
      expect([language, await seriousFindings(page)]).toEqual([language, []]);
    }
  });

  it('goes from the newest to the oldest, and turns round by the keyboard', async () => {
    expect((await firstCells())[0]).toBe('R-3');
    await page.getByRole('button', { name: 'Registered, newest first' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('columnheader', { name: 'Registered, oldest first' }).waitFor();
    await page.waitForFunction("document.querySelector('tbody th').innerText.startsWith('A-')");
    expect((await firstCells()).at(-1)).toBe('R-3');
    expect(new URL(page.url()).searchParams.get('oldestFirst')).toContain('true');
  });

  it('says what is wrong with an address, and leads out of it', async () => {
    await page.goto(`${url()}/cases?phase=open&priority=9&team=billing`);
    await page.getByRole('alert').waitFor();
    expect(await page.getByText('No case is like that.').count()).toBe(0);
    await page.getByRole('button', { name: 'Without the filter priority' }).click();
    await page.getByRole('link', { name: 'R-3' }).waitFor();
    expect(new URL(page.url()).search).toBe('?phase=open&team=billing');
  });

  it('opens a case by its number', async () => {
    await page.getByRole('searchbox').fill('A-FAIRLY-LONG-NUMBER-OF-ANOTHER-SYSTEM-1');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Case A-FAIRLY-LONG-NUMBER-OF-ANOTHER-SYSTEM-1' }).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/cases/${longId}`);
  });

  it('tells the latest of a long case first, and goes back to its beginning by the keyboard', async () => {
    await timeline()
      .getByText(`note ${String(NOTES)}`, { exact: true })
      .waitFor();
    expect(await timeline().getByText('Registered').count()).toBe(0);
    await timeline().getByRole('button', { name: 'Earlier events' }).focus();
    await page.keyboard.press('Enter');
    await timeline().getByText('note 1', { exact: true }).waitFor();
    await timeline().getByText('Registered').first().waitFor();
    expect(await timeline().getByRole('button', { name: 'Earlier events' }).count()).toBe(0);
  });

  it('puts what happens meanwhile on top of it', async () => {
    const body = { note: 'the latest of all' };
    await running.call('POST', `/v1/complaints/${longId}/notes`, { as: agent, body });
    await timeline().getByRole('listitem').first().getByText('the latest of all').waitFor();
    await timeline().getByText('note 1', { exact: true }).waitFor();
  });

  it('throws no error', () => {
    expect(browser.complaints()).toEqual([]);
  });
});
