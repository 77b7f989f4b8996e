import { VirtualClock } from '@redress/kernel';
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
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
const minute = (minutes: number): number => NINE + minutes * 60_000;
const iso = (minutes: number): string => new Date(minute(minutes)).toISOString();

/** Clock, case, owner and due instant of the lines of a board; not what counts down. */
async function linesOf(page: Page): Promise<readonly unknown[]> {
  const rows = await page.getByRole('grid').getByRole('row').all();
  const lines = rows.slice(1).map(async (row) => {
    const [, , ...cells] = await row.locator('[role=gridcell]:not(.row-acts)').allInnerTexts();
    return [await row.locator('time').getAttribute('datetime'), ...cells];
  });
  return Promise.all(lines);
}

describeWithBrowser('time travel and what if', () => {
  const clock = new VirtualClock(NINE);
  let browser: Browser;
  let running: RunningRedress;
  let page: Page;
  let agent: string;
  /** Of the first case, answered after 25 minutes. */
  let firstId: string;
  /** Of a case of another team, with an answer promised and more time asked for. */
  let northId: string;
  /** What the live board showed at 9:20. */
  let seen: readonly unknown[];
  let groundOfNow: string;

  beforeAll(async () => {
    await buildConsole();
    browser = await openBrowser();
    running = await runRedress({ clock });
    page = await browser.newPage();
    // Before the test itself is given up: what is waited for is named then.
    page.setDefaultTimeout(8_000);
    agent = await running.token('agent', { id: 'ann' });
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await running.stop();
  });

  const url = () => running.redress.url;
  const all = () => page.getByRole('button', { name: 'All', exact: false }).filter({ hasText: /^\d+ All$/ });
  const slider = () => page.getByRole('slider', { name: 'Time of day' });
  const ground = () =>
    page.evaluate<string>("getComputedStyle(document.querySelector('main')).backgroundColor");
  /** The board, once it is the one of an instant. */
  const shownOf = (minutes: number) => page.locator(`[data-shown-at="${iso(minutes)}"]`);

  async function register(reference: string, team = 'billing'): Promise<string> {
    const body = complaintOf(team, { reference });
    const answer = await running.call<{ id: string }>('POST', '/v1/complaints', { as: agent, body });
    return answer.body.id;
  }

  async function askOnNorth(): Promise<void> {
    northId = await register('R-9', 'north');
    const tell = (act: string, body: object) =>
      running.call('POST', `/v1/complaints/${northId}/${act}`, { as: agent, body });
    await tell('promise-answer', { answerBy: iso(70) });
    await tell('request-extension', { clock: 'resolution', within: 'PT30H', reason: 'evidence' });
  }

  async function inEachLanguage(look: (language: string) => Promise<void>): Promise<void> {
    for (const language of ['zh-CN', 'en']) {
      await page.locator('.bar select').first().selectOption(language);
      await page.locator(`html[lang="${language}"]`).waitFor();
      await look(language);
    }
  }

  it('shows the board as it was, wherever the slider stands', async () => {
    firstId = await register('R-1');
    await askOnNorth();
    clock.advanceTo(minute(20));
    await signInAs(page, url(), 'Supervisor', 'sue', 'billing');
    await all().getByText('2').waitFor();
    await all().click();
    seen = await linesOf(page);
    groundOfNow = await ground();
    expect(seen).toHaveLength(2);

    clock.advanceTo(minute(25));
    await running.call('POST', `/v1/complaints/${firstId}/respond`, { as: agent, body: {} });
    const leader = await running.token('supervisor', { id: 'lee' });
    await running.call('POST', `/v1/complaints/${northId}/grant-extension`, { as: leader, body: {} });
    await register('R-2');
    clock.advanceTo(minute(40));
    await all().getByText('3').waitFor();

    await page.getByRole('link', { name: 'Look back' }).click();
    await page.getByText('This is the past: 2 Mar 2026, 09:40:00').waitFor();
    await shownOf(40).waitFor();
    await slider().focus();
    // By two hours and some minutes, and on again: to where somebody looked before.
    for (const key of ['Shift+ArrowLeft', 'Shift+ArrowRight']) await page.keyboard.press(key);
    for (let step = 0; step < 20; step++) await page.keyboard.press('ArrowLeft');
    await shownOf(20).waitFor();
    await page.getByText('This is the past: 2 Mar 2026, 09:20:00').waitFor();
    await all().click();
    expect(await linesOf(page)).toEqual(seen);
    expect(new URL(page.url()).searchParams.get('at')).toBe(iso(20));
  });

  it('stands still there, and takes no acts', async () => {
    const countdown = page.getByRole('row').filter({ hasText: 'First response' }).locator('.countdown');
    expect(await countdown.innerText()).toContain('10:00');
    clock.advanceTo(minute(41));
    await page.getByRole('grid').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('t');
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Reassign' }).count()).toBe(0);
    expect(await countdown.innerText()).toContain('10:00');
    expect(await ground()).not.toBe(groundOfNow);
  });

  it('shows a colleague the same by the address alone', async () => {
    const other = await browser.newPage();
    const { pathname, search } = new URL(page.url());
    await signInAs(other, url(), 'Shift leader', 'lee', 'north', `${pathname}${search}`);
    await other.getByText('This is the past: 2 Mar 2026, 09:20:00').waitFor();
    await other.getByRole('button', { name: '2 All' }).click();
    expect(await linesOf(other)).toEqual(seen);
    await other.close();
  });

  it('goes from the board to a case at the same instant, and on from there', async () => {
    await page.getByRole('row').getByRole('link', { name: 'R-1' }).first().click();
    await page.getByRole('heading', { name: 'Case R-1 in the past' }).waitFor();
    expect(new URL(page.url()).searchParams.get('at')).toBe(iso(20));
    const clockCard = page.locator('.clock-card').filter({ hasText: 'First response' });
    await clockCard.getByText('running').waitFor();
    const timeline = page.getByRole('region', { name: 'Timeline' });
    expect(await timeline.getByText('Responded').count()).toBe(0);
    for (let step = 0; step < 5; step++) await page.keyboard.press('ArrowRight');
    await clockCard.getByText('met').waitFor();
    await timeline.getByText('Responded').waitFor();
    await page.getByLabel('Day', { exact: true }).fill('2026-03-01');
    await page.getByText('The case was not registered yet.').waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'Board of the past' }).waitFor();
  });

  it('plays minute by minute, and comes back to now', async () => {
    await page.keyboard.press('p');
    await shownOf(22).waitFor();
    await page.keyboard.press('p');
    await page.getByRole('link', { name: 'Back to now' }).click();
    await page.getByRole('heading', { name: 'Live board' }).waitFor();
    await page.locator('.fresh[data-fresh=live]').waitFor();
  });

  it('shows what waited for a decision then, what was owed, and why', async () => {
    const approvals = page.getByRole('region', { name: 'Waits for your decision' });
    await page.goto(`${url()}/board/past?teams=north&at=${iso(30)}`);
    await shownOf(30).waitFor();
    await approvals.getByText('Nothing waits for you').waitFor();
    await page.goto(`${url()}/board/past?teams=north&at=${iso(20)}`);
    await shownOf(20).waitFor();
    const promises = page.getByRole('region', { name: 'Promised within the hour' });
    expect(await promises.getByRole('listitem').innerText()).toMatch(/50:00[^]*Answer[^]*R-9/);
    expect(await approvals.getByRole('button').count()).toBe(0);
    await approvals.getByRole('link', { name: 'R-9' }).click();
    await page.getByRole('heading', { name: 'Case R-9 in the past' }).waitFor();
    await approvals.getByText('Extension').waitFor();
    await page.getByRole('region', { name: 'Promises to the customer' }).getByText('Answer').waitFor();
    const first = page.locator('.clock-card').filter({ hasText: 'First response' });
    await first.getByRole('button', { name: 'Why First response stands as it does' }).press('Enter');
    await first.getByText('then 2 Mar 2026, 09:20:00').waitFor();
    for (let step = 0; step < 5; step++) await page.keyboard.press('ArrowRight');
    await first.getByText('then 2 Mar 2026, 09:25:00').waitFor();
    expect(await approvals.getByText('Extension').count()).toBe(0);
  });

  it('has nothing of the past that axe finds serious, in either language', async () => {
    for (const path of [`/board/past?teams=billing&at=${iso(20)}`, `/cases/${firstId}/past?at=${iso(20)}`]) {
      await page.goto(`${url()}${path}`);
      await inEachLanguage(async (language) => {
        await shownOf(20).waitFor();
        await page.getByText(language === 'en' ? 'This is the past' : '这是过去').waitFor();
        expect([language, path, await seriousFindings(page)]).toEqual([language, path, []]);
      });
    }
  });

  const text = (): Locator => page.getByRole('textbox', { name: 'Text of the policy' });

  const isThere = () => page.getByRole('button', { name: 'Judge them again', disabled: false }).waitFor();

  it('judges the past by an edited policy, and leads to the cases that flip', async () => {
    await page.getByRole('link', { name: 'What if' }).click();
    await page.getByRole('heading', { name: 'What if another policy had held?' }).waitFor();
    await isThere();
    const stored = await text().inputValue();
    await page.getByLabel('Cases registered from').fill('2026-03-02');
    await page.getByLabel('until the end of').fill('2026-03-02');
    await page.getByRole('button', { name: 'Judge them again' }).click();
    // As it is: nothing is other.
    await page.getByText('Judged by round-the-clock, version 1').waitFor();
    await page.getByText('No clock would have ended otherwise.').waitFor();

    await text().fill(stored.replaceAll('PT30M', 'PT10M'));
    await page.getByText('changed since: run it again').waitFor();
    await page.getByRole('button', { name: 'Judge them again' }).click();
    await page.getByText('▲ +2 worse').waitFor();
    await page.getByText('▼ −1 worse').waitFor();
    const flips = page.getByRole('region', { name: 'Clocks with another verdict' }).first();
    expect(await flips.getByRole('row').filter({ hasText: 'R-1' }).innerText()).toMatch(
      /First response[^]*✓ met[^]*▲ missed/,
    );
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'All as a file (CSV)' }).click(),
    ]);
    const [head, ...lines] = (await readFile(await file.path(), 'utf8')).trimEnd().split('\r\n');
    expect(head).toMatch(/^\uFEFFkind,complaintId,/);
    expect(
      lines.filter((line) => line.includes(`,${firstId},`) || line.includes(`${firstId},`)),
    ).toHaveLength(1);
    await page.getByRole('button', { name: 'By team' }).click();
    await page.getByRole('rowheader', { name: 'billing' }).first().waitFor();
    await inEachLanguage(async (language) => {
      expect([language, await seriousFindings(page)]).toEqual([language, []]);
    });
    await flips.getByRole('link', { name: 'R-1' }).click();
    await page.getByRole('heading', { name: 'Case R-1', exact: true }).waitFor();
  });

  it('says at its line what is wrong with a policy, and puts a right one down as a draft', async () => {
    await page.getByRole('link', { name: 'What if' }).click();
    await isThere();
    const stored = await text().inputValue();
    await text().fill(stored.replace('PT30M', 'soon'));
    const line = stored.slice(0, stored.indexOf('PT30M')).split('\n').length;
    for (const act of ['Judge them again', 'Save as draft']) {
      await page.getByRole('button', { name: act }).click();
      await page.getByText('1 thing is wrong with the text').waitFor();
      await page.getByRole('button', { name: `Line ${String(line)}`, exact: true }).waitFor();
      expect(await page.locator('.yaml-lines .is-wrong').innerText()).toBe(String(line));
    }
    await text().fill('rules: []');
    await page.getByRole('button', { name: 'Save as draft' }).click();
    await page.getByText('The text does not say the name of the policy').waitFor();
    await text().fill(stored.replaceAll('PT30M', 'PT10M'));
    await page.getByRole('button', { name: 'Save as draft' }).click();
    await page.getByText('Saved as draft 1 of round-the-clock.').waitFor();
    await page.getByLabel('Start from').selectOption('draft 1');
    await page.getByText('changed', { exact: true }).waitFor({ state: 'detached' });
    await isThere();
    expect(await text().inputValue()).toContain('PT10M');
  });

  it('says in words that the server is at another question, and takes an answer back that nobody waits for', async () => {
    await page.route('**/v1/what-if', (route) =>
      route.fulfill({ status: 429, json: { code: 'what-if-busy' } }),
    );
    await page.getByRole('button', { name: 'Judge them again' }).click();
    await page.getByText('Another such question is being answered.').waitFor();
    await page.unroute('**/v1/what-if');
    // Never answered.
    await page.route('**/v1/what-if', () => undefined);
    const given = page.waitForEvent('requestfailed');
    await page.getByRole('button', { name: 'Judge them again' }).click();
    await page.getByText('Judging…').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Cancelled.').waitFor();
    expect((await given).url()).toContain('/v1/what-if');
    await page.unroute('**/v1/what-if');
  });

  it('throws no error, and asks for nothing that its own rules forbid', () => {
    expect(browser.complaints()).toEqual([]);
  });
});
