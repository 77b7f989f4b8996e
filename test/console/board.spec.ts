import { join } from 'node:path';
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

const TEAM = 'board';

describeWithBrowser('the board and its cases in a browser', () => {
  let browser: Browser;
  let running: RunningRedress;
  let page: Page;
  let agent: string;

  beforeAll(async () => {
    await buildConsole();
    browser = await openBrowser();
    running = await runRedress({ policy: join(__dirname, 'board-policy.yaml') });
    agent = await running.token('agent', { id: 'ann', teams: [TEAM] });
    page = await browser.newPage();
    page.setDefaultTimeout(10_000);
    await signInAs(page, running.redress.url, 'Supervisor', 'sue', TEAM);
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await running.stop();
  });

  const tell = async (caseId: string, what: string, body: object = {}, as = agent) => {
    const { status, body: answer } = await running.call<{ id: string }>(
      'POST',
      `/v1/complaints/${caseId}/${what}`,
      { as, body },
    );
    expect([what, status]).toEqual([what, status === 201 ? 201 : 200]);
    return answer.id;
  };
  const register = async (reference: string, more: object = {}): Promise<string> => {
    const body = complaintOf(TEAM, { reference, ...more });
    const { body: answer } = await running.call<{ id: string }>('POST', '/v1/complaints', {
      as: agent,
      body,
    });
    return answer.id;
  };
  const panel = (name: string) => page.getByRole('region', { name });
  const openBoard = async () => {
    await page.goto(`${running.redress.url}/board`);
    await page.getByRole('heading', { name: 'Live board' }).waitFor();
  };
  const row = (...texts: readonly string[]) =>
    texts.reduce((rows, text) => rows.filter({ hasText: text }), page.getByRole('row')).first();

  it('lists what was ordered, chased and grave, each leading to its case, and its number to the cases', async () => {
    await openBoard();
    const supervisor = await running.token('supervisor', { id: 'sam', teams: [TEAM] });
    const ordered = await register('S-1');
    await tell(ordered, 'supervise', {}, supervisor);
    const chased = await register('C-1');
    await tell(chased, 'chase');
    await tell(chased, 'chase');
    const grave = await register('G-1');
    await tell(grave, 'severity', { severity: 'grave' }, supervisor);
    await panel('Supervision orders').getByRole('link', { name: 'S-1' }).waitFor();
    // Until when it is to be answered.
    await panel('Supervision orders').locator('time.countdown').waitFor();
    await panel('Grave cases').getByRole('link', { name: 'G-1' }).waitFor();
    await panel('Chased cases').getByText('Chased 2×').waitFor();
    await panel('Chased cases').getByRole('link', { name: 'Chased cases: 1' }).click();
    await page.getByText('1 shown').waitFor();
    await row('C-1').waitFor();
    await page.getByRole('link', { name: 'C-1' }).click();
    await page.getByRole('heading', { name: 'Case C-1' }).waitFor();
  });

  it('tells what waits in the pool and who has how much, and from each number the way to the cases', async () => {
    const claimed = await register('L-1');
    await tell(claimed, 'claim');
    await openBoard();
    await panel('Waiting in pools').getByRole('link', { name: '3', exact: true }).waitFor();
    const load = panel('Load of agents').getByRole('row', { name: /^ann/ });
    await load.waitFor();
    // Its answer was due after two seconds: the number leads to the clocks that are late.
    await load.getByRole('button', { name: 'Already late: ann, 1' }).click();
    await row('First response', 'L-1', 'ann').waitFor();
    expect(await page.getByRole('row').filter({ hasText: 'C-1' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Show all again' }).click();
    await row('First response', 'C-1').waitFor();
    await load.getByRole('link', { name: '1' }).click();
    await row('L-1').waitFor();
  });

  it('lets a remedy, an extension and a wait be decided on the board, by keyboard, and says why one is refused', async () => {
    const id = await register('A-1', { priority: 3 });
    const remedies = [{ kind: 'refund', amount: { minor: 9_000, currency: 'EUR' } }];
    await tell(id, 'resolutions', { remedies });
    const extended = await register('A-2');
    await tell(extended, 'request-extension', { clock: 'resolution', within: 'PT40H', reason: 'evidence' });
    const waiting = await register('A-3');
    await tell(waiting, 'wait', { waitsFor: 'supplier' });
    await openBoard();
    const approvals = panel('Waits for your decision');
    await approvals.getByRole('link', { name: 'A-1' }).waitFor();
    expect(await approvals.getByText('Extension: Resolution 40 hrs').count()).toBe(1);

    // From the line of the case: its remedy is declined, and what is missing is said before anything is sent.
    await page.getByRole('button', { name: /All$/ }).click();
    const line = row('Resolution', 'A-1');
    await line.click();
    await page.keyboard.press('a');
    const dialog = page.getByRole('dialog', { name: 'Decision' });
    await dialog.getByText(/^Case A-1: Refund €90\.00/).waitFor();
    await dialog.getByLabel('Approve or decline').selectOption('decline');
    await dialog.getByLabel('Reason (code)').fill('too-much');
    await dialog.getByLabel('Note').fill('Half of it is fair.');
    // Meanwhile somebody else decides.
    const other = await running.token('supervisor', { id: 'sam', teams: [TEAM] });
    const answer = await running.call<{ resolutions: { id: string }[] }>(
      'GET',
      `/v1/complaints/${id}/resolutions`,
      { as: other },
    );
    await tell(id, `resolutions/${answer.body.resolutions[0]?.id ?? ''}/approve`, {}, other);
    await dialog.getByLabel('Note').press('Tab');
    await dialog.getByRole('button', { name: 'Do it' }).press('Enter');
    await dialog.getByRole('alert').getByText('Somebody was faster: it is decided already.').waitFor();
    // Nothing of what was typed is lost.
    expect(await dialog.getByLabel('Note').inputValue()).toBe('Half of it is fair.');
    await page.keyboard.press('Escape');
    // One press does not throw it away.
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await approvals.getByRole('link', { name: 'A-1' }).waitFor({ state: 'detached' });

    for (const name of [/^Approve: Extension/, /^Approve: Wait/]) {
      const approve = approvals.getByRole('button', { name });
      await approve.focus();
      await page.keyboard.press('Enter');
      await page
        .getByRole('dialog', { name: 'Approve' })
        .getByRole('button', { name: 'Do it' })
        .press('Enter');
      await approve.waitFor({ state: 'detached' });
    }
    await approvals.getByText('Nothing waits for you.').waitFor();
  });

  it('says of a case what waits for a decision, which marks a clock passed and how long it may stand still', async () => {
    const id = await register('W-1');
    await tell(id, 'wait', { waitsFor: 'supplier' });
    await page.goto(`${running.redress.url}/cases/${id}`);
    await page.getByText('Waits for approval, asked by ann').waitFor();
    const clocks = panel('Clocks');
    await clocks.getByText('looked into', { exact: true }).waitFor();
    await clocks.getByText('Marks passed: 3 hrs 59 mins 59 secs left').waitFor();
    await clocks.getByRole('button', { name: 'Why Resolution stands as it does' }).click();
    await clocks.getByText('for a supplier at most 8 hrs').waitFor();
    expect(await clocks.getByText('for a supplier only once approved').count()).toBe(1);
    await page.getByRole('button', { name: 'Approve the waiting', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Do it' }).press('Enter');
    await page.getByText('Waits for approval, asked by ann').waitFor({ state: 'detached' });
    await panel('Timeline').getByText('Waiting approved').waitFor();
  });

  it('tells the story of a case in words', async () => {
    const id = await register('T-1');
    await tell(id, 'claim');
    await tell(id, 'resolutions', {
      remedies: [{ kind: 'refund', amount: { minor: 500, currency: 'EUR' } }],
    });
    await page.goto(`${running.redress.url}/cases/${id}`);
    const timeline = panel('Timeline');
    await timeline.getByText('Escalation raised').waitFor();
    expect(await timeline.getByText('Refund €5.00').count()).toBeGreaterThan(0);
    for (const language of ['en', 'zh-CN']) {
      await page.evaluate(`localStorage.setItem('redress.language', '${language}')`);
      await page.reload();
      await page.locator('.timeline li').first().waitFor();
      const text = await page.locator('.timeline').innerText();
      // No name of a field or an event, no code of a clock of the policy's own, no duration as machines write it.
      expect(text.match(/\b[a-z]+[A-Z]\w*|\b[A-Z][a-z]+[A-Z]\w*|x-looked|\bP\d*T?\d+[A-Z]+/g) ?? []).toEqual(
        [],
      );
      expect(await seriousFindings(page)).toEqual([]);
    }
    await page.evaluate(`localStorage.setItem('redress.language', 'en')`);
    await openBoard();
    await page.evaluate(`localStorage.setItem('redress.language', 'zh-CN')`);
    await page.reload();
    await page.getByRole('heading', { name: '催办个案' }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.evaluate(`localStorage.setItem('redress.language', 'en')`);
  });

  it('shows the clocks of a visit among those of cases, and the way to it', async () => {
    const caseId = await register('V-1');
    const { body: visit } = await running.call<{ id: string }>('POST', '/v1/subjects', {
      as: agent,
      body: { kind: 'on-site', complaintId: caseId },
    });
    await openBoard();
    await page.getByRole('button', { name: /All$/ }).click();
    const line = row('On site', 'V-1');
    await line.getByRole('link', { name: 'Visit' }).click();
    await page.getByRole('heading', { name: `Visit ${visit.id.slice(-8)}` }).waitFor();
    await panel('Clocks').getByRole('button', { name: 'Why On site stands as it does' }).click();
    await panel('Clocks').locator('.interval-line').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await running.call('POST', `/v1/subjects/${visit.id}/facts`, { as: agent, body: { fact: 'arrived' } });
    await panel('What has happened').getByText('Arrived').waitFor();
    await panel('Clocks').getByText('met', { exact: true }).waitFor();
    // Also by its address.
    await page.reload();
    await page.getByRole('link', { name: caseId.slice(-8) }).click();
    await page.getByRole('heading', { name: 'Case V-1' }).waitFor();
  });

  it('leads from each number to as many as it says', async () => {
    const supervisor = await running.token('supervisor', { id: 'sam', teams: [TEAM] });
    const noa = await running.token('agent', { id: 'noa', teams: [TEAM, 'other'] });
    // Resolved, with an order that waits: nobody has that in hand any more, but its answer is owed.
    const over = await register('N-1');
    await tell(over, 'claim', {}, noa);
    await tell(over, 'supervise', {}, supervisor);
    await tell(over, 'resolve', {}, noa);
    for (const reference of ['N-2', 'N-3', 'N-4']) await tell(await register(reference), 'claim', {}, noa);
    const waits = await register('N-5');
    await tell(waits, 'claim', {}, noa);
    await tell(waits, 'wait', { waitsFor: 'customer' }, noa);
    for (const n of [1, 2]) {
      const grave = await register(`O-${String(n)}`, { team: 'other' });
      await tell(grave, 'severity', { severity: 'grave' }, supervisor);
      await tell(grave, 'chase');
    }
    await register('U-1', { team: 'unwatched' });
    const window = {
      from: new Date(Date.now()).toISOString(),
      to: new Date(Date.now() + 3_600_000).toISOString(),
    };
    const promised = await running.call('POST', '/v1/callbacks', {
      as: noa,
      body: { purpose: 'promise', complaintId: waits, owner: 'noa', window, timeZone: 'Europe/London' },
    });
    expect(promised.status).toBe(201);
    await page.evaluate(`localStorage.setItem('redress.teams.sue', '${TEAM} other')`);
    await openBoard();
    await panel('Load of agents')
      .getByRole('row', { name: /^noa/ })
      .getByRole('link', { name: '4' })
      .waitFor();
    await panel('Grave cases').getByRole('link', { name: 'O-2' }).waitFor();

    const links = page.locator('.board-side').getByRole('link', { name: /^(\d+|.*: \d+|\d+ waiting)$/ });
    const followed: string[] = [];
    for (let n = 0; n < (await links.count()); n++) {
      const link = links.nth(n);
      const said = (await link.getAttribute('aria-label')) ?? (await link.innerText());
      const isOfToday = (await link.getAttribute('href'))?.includes('source=verdicts') === true;
      const number = /\d+/.exec(said)?.[0] ?? '';
      if (isOfToday || number === '0') continue;
      followed.push(said);
      await link.click();
      await page.getByText(`${number} shown`).waitFor();
      await openBoard();
      await panel('Load of agents').getByRole('row', { name: /^noa/ }).waitFor();
      await panel('Grave cases').getByRole('link', { name: 'O-2' }).waitFor();
    }
    expect(followed).toEqual(
      expect.arrayContaining([
        '4',
        '1 waiting',
        'Supervision orders: 2',
        'Chased cases: 3',
        'Grave cases: 3',
      ]),
    );

    // What is late, and the calls, are shown on the board itself.
    const late = page.locator('.board-side').getByRole('button', { name: /^Already late: / });
    for (let n = 0; n < (await late.count()); n++) {
      const said = /\d+$/.exec((await late.nth(n).getAttribute('aria-label')) ?? '')?.[0];
      await late.nth(n).click();
      await page.getByText(/^Only /).waitFor();
      await page.locator(`.clock-list [role=grid][aria-rowcount="${String(Number(said) + 1)}"]`).waitFor();
    }
    expect(await late.count()).toBeGreaterThan(2);
    // The one that was promised, and the one that asks about the case that is resolved.
    await page.getByRole('button', { name: 'Callbacks: noa, 2' }).click();
    await page.getByRole('dialog').getByRole('listitem').nth(1).waitFor();
    expect(await page.getByRole('dialog').getByRole('listitem').count()).toBe(2);
    await page.keyboard.press('Escape');
  });

  it('moves all work of an agent who goes home, and says what could not be moved', async () => {
    const ill = await running.token('agent', { id: 'ill', teams: [TEAM] });
    const mine: string[] = [];
    for (const reference of ['M-1', 'M-2', 'M-3']) {
      const id = await register(reference);
      await tell(id, 'claim', {}, ill);
      mine.push(id);
    }
    await openBoard();
    await panel('Load of agents').getByRole('button', { name: 'Move all: ill' }).click();
    const dialog = page.getByRole('dialog', { name: 'Move all work of ill' });
    await dialog.getByText('Cases: 3, callbacks: 0').waitFor();
    // Meanwhile the customer takes one back.
    await tell(mine[1] ?? '', 'withdraw', { reason: 'solved-itself' }, ill);
    await dialog.getByLabel('Agent').fill('zoe');
    await dialog.getByRole('button', { name: 'Do it' }).press('Enter');
    await dialog.getByText('2 of 3 moved').waitFor();
    await dialog.getByRole('alert').getByRole('link', { name: 'M-2' }).waitFor();
    expect(await dialog.getByRole('alert').getByRole('listitem').count()).toBe(1);
    expect(await seriousFindings(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Close' }).press('Enter');
    await panel('Load of agents')
      .getByRole('row', { name: /^zoe/ })
      .getByRole('link', { name: '2' })
      .waitFor();
    await panel('Load of agents').getByRole('row', { name: /^ill/ }).waitFor({ state: 'detached' });
  });

  it('throws no error', () => {
    expect(browser.complaints()).toEqual([]);
  });
});
