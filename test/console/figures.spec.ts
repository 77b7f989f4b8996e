import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import readWorkbook from 'read-excel-file/node';
import { runRedress, type RunningRedress } from '../support/running-redress';
import { complaintOf, signInAs, zoneAtNoon } from './desk';
import {
  buildConsole,
  describeWithBrowser,
  openBrowser,
  seriousFindings,
  type Browser,
} from './with-browser';

interface FigureAnswer {
  readonly definition: string;
  readonly definitionName: string;
  readonly definitionVersion: number;
  readonly groups: readonly (Readonly<Record<string, unknown>> & { readonly startsAt?: string })[];
}

/** The value at a path such as `amounts.CNY.costMinor` of a group of the API; null where there is none. */
function valueAt(group: unknown, path: readonly string[]): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return group ?? null;
  const among = Array.isArray(group)
    ? (group as readonly { currency: string }[]).find(({ currency }) => currency === name)
    : (group as Readonly<Record<string, unknown>> | undefined)?.[name];
  return valueAt(among, rest);
}

/** Lines of RFC 4180 in which no cell has a line of its own. */
const linesOf = (csv: string): readonly (readonly string[])[] =>
  csv
    .replace(/^\uFEFF/, '')
    .split('\r\n')
    .map((line) =>
      [...line.matchAll(/(?:^|,)("(?:[^"]|"")*"|[^,"]*)/g)].map(([, cell = '']) =>
        cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell,
      ),
    );

/** A sheet holds parts of days, so that an instant comes back to within a millisecond. */
const toTheSecond = (cell: unknown): unknown =>
  cell instanceof Date ? new Date(Math.round(cell.getTime() / 1000) * 1000).toISOString() : cell;

describeWithBrowser('the figures in a browser', () => {
  let browser: Browser;
  let running: RunningRedress;
  let page: Page;

  beforeAll(async () => {
    await buildConsole();
    browser = await openBrowser();
    running = await runRedress({ policy: join(__dirname, 'board-policy.yaml') });
    for (const [team, kind, minor] of [
      ['billing', 'refund', 4_250],
      ['billing', 'compensation', 1_000],
      ['metering', 'refund', 300],
    ] as const) {
      await putRight(await register(team), { kind, amount: { minor, currency: 'CNY' } });
    }
    for (let n = 0; n < 40; n += 1) await register('billing');
    const surveyed = await register('metering');
    // Where the customer is has to be known: nobody is called in their quiet hours.
    await running.redress.caughtUp();
    await say(`/v1/complaints/${surveyed}/claim`, {});
    await survey(surveyed);
    await running.redress.caughtUp();
    page = await browser.newPage();
    await signInAs(page, running.redress.url, 'Supervisor', 'sue', 'billing');
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await running.stop();
  });

  const agent = () => running.token('agent', { id: 'ann', teams: ['billing', 'metering'] });

  async function say(path: string, body: object): Promise<{ id: string; readToken: string }> {
    const answer = await running.call<{ id: string; readToken: string }>('POST', path, {
      as: await agent(),
      body,
    });
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }
  const register = async (team: string) => {
    const told = complaintOf(team);
    const customer = { ...told.customer, timeZone: zoneAtNoon() };
    return (await say('/v1/complaints', { ...told, customer })).id;
  };

  async function putRight(id: string, remedy: object): Promise<void> {
    const of = `/v1/complaints/${id}`;
    const { readToken } = await say(`${of}/resolutions`, { remedies: [remedy] });
    const { body } = await running.call<{ resolutions: { id: string }[] }>('GET', `${of}/resolutions`, {
      as: await agent(),
      headers: { 'Redress-Read-Token': readToken },
    });
    await say(`${of}/resolutions/${body.resolutions[0]?.id ?? ''}/offer`, {});
    await say(`${of}/respond`, {});
    await say(`${of}/resolve`, {});
  }

  /** A customer is called, and says what they expected and what they found. */
  async function survey(complaintId: string): Promise<void> {
    const { id } = await say('/v1/callbacks', {
      purpose: 'promise',
      complaintId,
      owner: 'ann',
      window: { from: new Date().toISOString(), to: new Date(Date.now() + 3_600_000).toISOString() },
    });
    const about = `/v1/callbacks/${id}`;
    await say(`${about}/claim`, {});
    await say(`${about}/attempts`, {});
    await say(`${about}/outcome`, { outcome: 'reached' });
    const servqual = [
      { item: 'Q5', dimension: 'reliability', expected: 7, perceived: 4 },
      { item: 'Q18', dimension: 'empathy', expected: 5, perceived: 6 },
    ];
    await say(`${about}/complete`, { answers: { satisfied: false, csat: 2, servqual } });
  }

  /** Opens a figure, and asks the API what the page asked it. */
  async function open(figure: string, path: string, search: string): Promise<FigureAnswer> {
    const asked = page.waitForRequest((request) => request.url().includes(`/v1/figures/${path}?`));
    await page.goto(`${running.redress.url}/figures?figure=${figure}&range=all&${search}`);
    const { pathname, search: question } = new URL((await asked).url());
    await page.getByRole('table').first().waitFor();
    const as = await running.token('supervisor', { id: 'sue' });
    return (await running.call<FigureAnswer>('GET', `${pathname}${question}`, { as })).body;
  }

  async function downloaded(button: string): Promise<Buffer> {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: button }).first().click(),
    ]);
    return readFile(await download.path());
  }

  it.each([
    ['responseTimes', 'response-times', 'measure=resolution&by=team'],
    ['attainment', 'verdicts', 'clock=resolution&by=hour'],
    ['promises', 'promises', 'by=promise'],
    ['satisfaction', 'satisfaction', 'purpose=promise&by=team'],
    ['remedies', 'remedies', ''],
    ['followUps', 'follow-ups', 'by=agent'],
    ['cases', 'cases', 'by=team'],
  ])(
    'are the numbers of the API in CSV, in the workbook and on the page: %s',
    async (figure, path, search) => {
      const answer = await open(figure, path, search);
      expect(answer.groups.length).toBeGreaterThan(0);

      const [head = [], ...lines] = linesOf((await downloaded('Export CSV')).toString());
      const first = head.indexOf('group') + 1;
      const names = head.slice(first);
      /** What a share that the API leaves to the reader comes to. */
      const numberOf = (group: FigureAnswer['groups'][number], name: string): unknown => {
        if (name !== 'metShare') return valueAt(group, name.split('.'));
        const { met, missed } = group as { met?: number; missed?: number };
        return (met ?? 0) / ((met ?? 0) + (missed ?? 0));
      };
      const numbers = answer.groups.map((group) => names.map((name) => numberOf(group, name)));
      expect(names.length).toBeGreaterThan(3);
      expect(
        lines.map((line) => line.slice(first).map((cell) => (cell === '' ? null : Number(cell)))),
      ).toEqual(numbers);
      expect(lines[0]?.slice(0, 3)).toEqual([
        answer.definition,
        answer.definitionName,
        String(answer.definitionVersion),
      ]);

      const [sheet, about] = await readWorkbook(await downloaded('Export Excel'));
      const [titles = [], ...rows] = sheet?.data ?? [];
      const before = titles.length - names.length;
      expect(titles.slice(before)).toEqual(names);
      expect(rows.map((row) => row.slice(before))).toEqual(numbers);
      if (before > 1) {
        expect(titles.slice(1, before)).toEqual(['startsAt (Europe/London)', 'startsAt (UTC)']);
        expect(rows.map((row) => toTheSecond(row[2]))).toEqual(answer.groups.map(({ startsAt }) => startsAt));
      }
      const told = new Map((about?.data ?? []).map(([name, value]) => [name, value]));
      expect(told.get('Definition')).toBe(answer.definition);
      expect(told.get('Version')).toBe(answer.definitionVersion);
      expect(told.get('Written (Europe/London)')).toBeInstanceOf(Date);

      // On the page they are rounded to be read; counts are as they are.
      const cells = await page
        .getByRole('table')
        .first()
        .locator('tbody tr')
        .first()
        .locator('td')
        .allInnerTexts();
      expect(cells).toHaveLength(names.length);
      const [count] = numbers[0] ?? [];
      expect(cells[0]).toBe(String(count));
    },
  );

  /** Presses a number, and waits until what stands behind it is listed: as many. */
  async function pressed(number: Locator): Promise<void> {
    const count = await number.innerText();
    await number.click();
    await page.getByText(`${count} shown`).waitFor();
  }

  const row = (name: string) => page.getByRole('row', { name });

  it('lead from a number to the cases behind it', async () => {
    await open('attainment', 'verdicts', 'clock=first-response&by=team&on=registered');
    const missed = row('billing')
      .getByRole('link')
      .filter({ hasText: /^\d\d$/ });
    expect(Number(await missed.innerText())).toBeGreaterThan(30);
    await pressed(missed);
    expect(await row('missed').count()).toBeGreaterThan(30);

    await open('cases', 'cases', 'by=team');
    await pressed(row('billing').getByRole('link').nth(1));
    await page.getByRole('heading', { name: 'Cases: Resolved' }).waitFor();
    await page.reload();
    await page.getByText('2 shown').waitFor();
    await page.getByRole('link', { name: 'Back to the figure' }).click();
    await page.getByRole('tab', { name: 'Cases', selected: true }).waitFor();

    await open('responseTimes', 'response-times', 'measure=resolution&by=team');
    await pressed(row('metering').getByRole('link').first());
    await page.getByRole('rowheader').getByRole('link').click();
    await page.waitForURL(/\/cases\/[\w-]+$/);
  });

  it('lead from what was met and missed today on the board to the cases behind it', async () => {
    await page.goto(`${running.redress.url}/board`);
    const panel = page.getByRole('region', { name: 'Met and missed today' });
    await panel.getByRole('row', { name: 'First response' }).waitFor();
    await pressed(panel.locator('.big-numbers').getByRole('link').last());
    expect(await row('missed').count()).toBeGreaterThan(30);
  });

  it('offer the clocks that policies define as they do the others', async () => {
    await page.goto(`${running.redress.url}/figures?figure=attainment&range=all&on=registered&by=team`);
    await page.getByRole('combobox', { name: 'Clock' }).selectOption({ label: 'looked into' });
    await page.getByText('Clock: looked into').waitFor();
    await pressed(row('billing').getByRole('link').first());
    await row('looked into').first().waitFor();
    expect(await page.getByRole('combobox', { name: 'Clock' }).inputValue()).toBe('x-looked-into');
    await page.goto(`${running.redress.url}/figures?figure=responseTimes&range=all`);
    await page.getByRole('combobox', { name: 'Measure' }).selectOption({ label: 'looked into' });
    await page.getByText('Definition own-clock, version 1:').waitFor();
  });

  it('say what customers expected and what they found, by the weights that are given', async () => {
    await page.goto(`${running.redress.url}/figures?figure=satisfaction&range=all&purpose=promise`);
    const panel = page.locator('section', { hasText: 'Definition servqual, version 1:' });
    await panel.getByRole('row', { name: 'Reliability' }).getByText('-3.00').waitFor();
    const overall = panel.getByRole('row', { name: 'Overall, weighted' });
    await overall.getByText('-1.00').waitFor();
    await panel.getByLabel('Reliability').fill('60');
    await overall.getByText('-2.00').waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      panel.getByRole('button', { name: 'Export CSV' }).click(),
    ]);
    const [head = [], ...lines] = linesOf((await readFile(await download.path())).toString());
    const told = lines.map((line) => [line[head.indexOf('group')], line[head.indexOf('gap')]]);
    expect(told).toEqual([
      ['tangibles', ''],
      ['reliability', '-3'],
      ['responsiveness', ''],
      ['assurance', ''],
      ['empathy', '1'],
      ['overall', '-2'],
    ]);
    expect(await seriousFindings(page)).toEqual([]);
    await pressed(panel.getByRole('row', { name: 'Reliability' }).getByRole('link'));
    await row('not satisfied').waitFor();
  });

  it('say what they are in the language of the page', async () => {
    await page.evaluate(`localStorage.setItem('redress.language', 'zh-CN')`);
    await open('promises', 'promises', '');
    await page.getByText('对客户的承诺，按到期时间统计').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.evaluate(`localStorage.setItem('redress.language', 'en')`);
  });

  it('say that there are none, and of what, and what is wrong with a question', async () => {
    const url = `${running.redress.url}/figures?figure=remedies`;
    await page.goto(`${url}&kind=quote`);
    await page.getByText('Nothing was counted in this range.').waitFor();
    await page.getByText('Definition remedies, version 1:').waitFor();
    await page.goto(`${url}&range=own&from=2026-03-05&to=2026-03-01`);
    await page.getByRole('alert').getByText('The range ends before it begins').waitFor();
  });

  it('are shown light or dark as was chosen, whatever the system says', async () => {
    const background = async (theme: string) => {
      await page.evaluate(`localStorage.setItem('redress.theme', '${theme}')`);
      await page.reload();
      await page.getByRole('heading', { name: 'Figures' }).waitFor();
      return page.evaluate('getComputedStyle(document.body).backgroundColor');
    };
    expect(await background('dark')).not.toEqual(await background('light'));
  });

  it('go on paper with the time and without navigation, the board with all of its rows', async () => {
    await page.goto(`${running.redress.url}/board`);
    await page.getByRole('button', { name: /^\d+ All$/ }).click();
    const rows = page.getByRole('grid').getByRole('row');
    await rows.nth(5).waitFor();
    const [all, drawn] = [
      Number(await page.getByRole('grid').getAttribute('aria-rowcount')),
      await rows.count(),
    ];
    expect(drawn).toBeLessThan(all);
    await page.emulateMedia({ media: 'print' });
    await page.evaluate(`dispatchEvent(new Event('beforeprint'))`);
    expect(await rows.count()).toBe(all);
    const places = (await Promise.all((await rows.all()).map((row) => row.boundingBox()))).map(
      (box) => box?.y,
    );
    expect(new Set(places).size).toBe(all);
    expect(await page.getByRole('navigation').isVisible()).toBe(false);
    expect(await page.locator('.printed').innerText()).toMatch(/printed on .*\d\d:\d\d.*Europe\/London/);
    await page.evaluate(`dispatchEvent(new Event('afterprint'))`);
    await page.emulateMedia({ media: null });
    await rows.nth(drawn).waitFor({ state: 'detached' });
  });

  it('throw no error, and ask for nothing that the rules of the page forbid', () => {
    expect(browser.complaints()).toEqual([]);
  });
});
