import { join } from 'node:path';
import type { Locator, Page, Route } from 'playwright-core';
import { runRedress, type RunningRedress } from '../support/running-redress';
import { complaintOf, signInAs, zoneAtNoon } from './desk';
import {
  buildConsole,
  describeWithBrowser,
  openBrowser,
  seriousFindings,
  type Browser,
} from './with-browser';

describeWithBrowser("an agent's desk, by keyboard alone", () => {
  let browser: Browser;
  let running: RunningRedress;
  let desk: Page;
  let supervisor: string;

  beforeAll(async () => {
    await buildConsole();
    browser = await openBrowser();
    running = await runRedress({ policy: join(__dirname, '../support/desk-promises.yaml') });
    supervisor = await running.token('supervisor', { id: 'sue' });
    desk = await browser.newPage();
    await signInAs(desk, running.redress.url, 'Agent', 'wei', 'billing');
    await desk.getByText('Your queue is empty').waitFor();
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await running.stop();
  });

  // What one leaves open is not in the way of the next.
  afterEach(() => press('Escape'));

  const press = (key: string) => desk.keyboard.press(key);
  const dialog = (name: string): Locator => desk.getByRole('dialog', { name, exact: true });
  const queue = () => desk.getByRole('listbox', { name: 'My queue' });
  const inHand = (name: string) => desk.getByRole('region', { name: `In hand: ${name}` });
  const focused = () =>
    desk.evaluate<string>(
      'document.activeElement.getAttribute("aria-label") ?? document.activeElement.tagName',
    );
  const told = (text: string | RegExp) => desk.getByRole('status').getByText(text).first().waitFor();

  const post = async (path: string, body: object = {}, as = supervisor) => {
    const answer = await running.call<{ id: string }>('POST', `/v1/${path}`, { as, body });
    expect([path, answer.status < 300, answer.body]).toEqual([path, true, answer.body]);
    return answer.body.id;
  };

  /** A case of the agent's. */
  async function caseOf(reference: string): Promise<string> {
    const customer = { name: 'Wang Fang', phones: ['+86 10 5555 0101'], timeZone: zoneAtNoon() };
    const id = await post('complaints', complaintOf('billing', { reference, customer }));
    await post(`complaints/${id}/transfer`, { team: 'billing', agent: 'wei' });
    await queue().getByRole('option', { name: reference }).waitFor();
    return id;
  }

  /** Takes something in hand from the list, by arrows and Enter. */
  async function take(reference: string): Promise<void> {
    await press('q');
    await queue().getByRole('option', { name: reference }).focus();
    await press('Enter');
    await inHand(reference)
      .getByRole('heading', { name: `Case ${reference}` })
      .waitFor();
  }

  /** Opens an act by its key, fills it in and sends it by Enter. */
  async function act(
    key: string,
    name: string,
    fields: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    await press(key);
    await dialog(name).waitFor();
    for (const [label, value] of Object.entries(fields)) await fill(name, label, value);
    await dialog(name).getByRole('button', { name: 'Do it' }).press('Enter');
  }
  const done = async (key: string, name: string, fields: Readonly<Record<string, string>> = {}) => {
    await act(key, name, fields);
    await dialog(name).waitFor({ state: 'detached' });
  };
  async function fill(name: string, label: string, value: string): Promise<void> {
    const field = dialog(name).getByLabel(label);
    if ((await field.and(desk.locator('select')).count()) > 0) await field.selectOption(value);
    else await field.fill(value);
  }

  it('is told what comes, takes the next one, and keeps the place when what was pressed is gone', async () => {
    await caseOf('D-1');
    await told('New in your queue: D-1');
    await press('n');
    await inHand('D-1').getByRole('heading', { name: 'Case D-1' }).waitFor();
    expect(await focused()).toBe('In hand: D-1');
    const claim = inHand('D-1').getByRole('button', { name: 'Claim' });
    await claim.focus();
    await press('Enter');
    await dialog('Claim').waitFor();
    await press('Enter');
    await claim.waitFor({ state: 'detached' });
    // The button that had the focus is no more: it is where the work is, not at the top of the page.
    await desk.locator('section:focus[aria-label="In hand: D-1"]').waitFor();
    await done('r', 'Respond', { Note: 'Explained the bill.' });
    await inHand('D-1').getByText('Explained the bill.').waitFor();
  });

  it('proposes within the authority, and is told before where it ends and who decides then', async () => {
    const id = await caseOf('D-2');
    await take('D-2');
    await press('p');
    const propose = dialog('Propose a remedy');
    const foreseen = propose.getByRole('status');
    await foreseen.getByText('Within your authority').waitFor();
    await fill('Propose a remedy', 'Remedy', 'refund');
    await foreseen.getByText('needs an amount').waitFor();
    await fill('Propose a remedy', 'Amount', '25');
    await foreseen.getByText('Within your authority').waitFor();
    await fill('Propose a remedy', 'Amount', '25.01');
    await foreseen.getByText('More than you may promise on one case').waitFor();
    await foreseen.getByText('Waits for approval by: Shift leader, Supervisor.').waitFor();
    expect(await seriousFindings(desk)).toEqual([]);
    await propose.getByRole('button', { name: 'Do it' }).press('Enter');
    await propose.waitFor({ state: 'detached' });
    const remedies = inHand('D-2').getByRole('region', { name: 'Remedies' });
    await remedies.getByText('Waits for approval by: Shift leader, Supervisor.').waitFor();

    const { body } = await running.call<{ resolutions: { id: string }[] }>(
      'GET',
      `/v1/complaints/${id}/resolutions`,
      {
        as: supervisor,
      },
    );
    await post(`complaints/${id}/resolutions/${body.resolutions[0]?.id ?? ''}/approve`);
    await remedies.getByText('Approved', { exact: true }).waitFor();
    for (const step of ['Offer', 'Accepted by the customer']) {
      await remedies.getByRole('button', { name: step }).press('Enter');
      await dialog(step).getByRole('button', { name: 'Do it' }).press('Enter');
      await dialog(step).waitFor({ state: 'detached' });
    }
    await remedies.getByText('Accepted', { exact: true }).waitFor();

    // One at a time: that is said before, too, and after.
    await act('p', 'Propose a remedy');
    await foreseen.getByText('Another remedy of this case is in force.').waitFor();
    await propose.getByRole('alert').getByText('Another remedy of this case is in force.').waitFor();
    await press('Escape');
  });

  it('waits with approval: the clocks run on until somebody has said yes', async () => {
    const id = await caseOf('D-3');
    await take('D-3');
    await done('w', 'Wait', { 'Wait for': 'evidence' });
    const asked = inHand('D-3').getByText('Waits for approval, asked by wei: clocks run on');
    await asked.waitFor();
    await post(`complaints/${id}/approve-wait`);
    await asked.waitFor({ state: 'detached' });
    await inHand('D-3').getByText('for evidence').first().waitFor();
    await done('u', 'Resume');
    await inHand('D-3').getByRole('button', { name: 'Wait' }).waitFor();
  });

  it('promises a call, makes it, agrees on another window, and lets it go', async () => {
    await caseOf('D-4');
    await take('D-4');
    await done('b', 'Schedule a callback', { Note: 'Wants to hear it from a human.' });
    const call = queue().getByRole('option', { name: '☎' });
    await call.focus();
    await press('Enter');
    const hand = desk.getByRole('region', { name: 'In hand' });
    await hand.getByRole('heading', { name: 'Promised call' }).waitFor();
    await done('c', 'Claim');
    await hand.getByRole('button', { name: 'Start the call' }).waitFor();
    await done('k', 'Start the call');
    await hand.getByText('On the line').waitFor();
    await done('l', 'Record the outcome', { Outcome: 'no-answer' });
    await hand.getByText('No answer').waitFor();
    // Nobody is pestered: the next attempt is held back, and it is said until when.
    await done('k', 'Start the call');
    await told(/last attempt was too short ago.*Allowed again/);
    await hand.getByText('last attempt was too short ago').waitFor();
    await done('g', 'Reschedule', { 'Asked for by': 'us', From: windowAt(26), To: windowAt(27) });
    await hand.getByText('Scheduled').waitFor();
    await done('d', 'Cancel the call', { 'Reason (code)': 'solved-meanwhile' });
    await hand.getByText('Cancelled').waitFor();
    expect(await hand.getByRole('button', { name: 'Hand over' }).count()).toBe(0);
  });

  it('makes the call that asks whether it is put right, and puts the answers down', async () => {
    const id = await caseOf('D-5');
    await post(`complaints/${id}/resolve`);
    await post('callbacks', {
      purpose: 'follow-up',
      complaintId: id,
      owner: 'wei',
      window: { from: new Date().toISOString(), to: new Date(Date.now() + 3_600_000).toISOString() },
    });
    await queue().getByRole('option', { name: 'Follow-up call' }).focus();
    await press('Enter');
    const hand = desk.getByRole('region', { name: 'In hand' });
    await hand.getByRole('heading', { name: 'Follow-up call' }).waitFor();
    await done('c', 'Claim');
    await hand.getByRole('button', { name: 'Start the call' }).waitFor();
    await done('k', 'Start the call');
    await hand.getByText('On the line').waitFor();
    await done('l', 'Record the outcome', { Outcome: 'reached' });
    // Nothing is said for the customer: an answer by habit would be believed.
    await press('m');
    expect(await dialog('Complete').getByLabel('Is it put right?').inputValue()).toBe('');
    await press('Escape');
    await dialog('Complete').waitFor({ state: 'detached' });
    await done('m', 'Complete', {
      'Is it put right?': 'yes',
      'Satisfaction, 1 to 5': '5',
      Comment: 'Well done.',
    });
    await hand.getByText('Completed').waitFor();
  });

  it('says in words what is refused, and keeps what was typed', async () => {
    const id = await caseOf('D-6');
    await take('D-6');
    // Somebody else was at it meanwhile.
    await press('e');
    await fill('Resolve', 'Note', 'Paid back.');
    await post(`complaints/${id}/notes`, { note: 'She rang again.' });
    const send = (name: string) => dialog(name).getByRole('button', { name: 'Do it' }).press('Enter');
    await send('Resolve');
    await dialog('Resolve').getByRole('alert').getByText('Somebody changed this meanwhile').waitFor();
    expect(await dialog('Resolve').getByLabel('Note').inputValue()).toBe('Paid back.');
    await send('Resolve');
    await dialog('Resolve').waitFor({ state: 'detached' });
    await inHand('D-6').getByText('Paid back.').waitFor();

    // What can't be read.
    await caseOf('D-7');
    await take('D-7');
    await act('x', 'Ask for an extension', { 'New target': 'tomorrow', 'Reason (code)': 'parts-late' });
    const extension = dialog('Ask for an extension');
    await extension.getByRole('alert').getByText('This is no duration').waitFor();
    expect(await extension.getByLabel('New target').inputValue()).toBe('tomorrow');
    await fill('Ask for an extension', 'New target', 'PT72H');
    await send('Ask for an extension');
    await extension.waitFor({ state: 'detached' });

    // Whatever the role may not.
    await desk.route('**/claim', (route) =>
      route.fulfill({ status: 403, json: { code: 'role-not-allowed' } }),
    );
    await act('c', 'Claim');
    await dialog('Claim').getByRole('alert').getByText('Your role may not do this.').waitFor();
    await press('Escape');
    await desk.unroute('**/claim');
  });

  it('does once what was said twice because the answer was lost', async () => {
    const id = await caseOf('D-8');
    await take('D-8');
    const loseAnswer = async (route: Route) => {
      await route.fetch();
      await route.abort();
    };
    await desk.route('**/notes', loseAnswer);
    await act('o', 'Note', { Note: 'Said once.' });
    await dialog('Note').getByRole('alert').getByText('The server can not be reached').waitFor();
    await desk.unroute('**/notes');
    expect(await dialog('Note').getByRole('textbox').inputValue()).toBe('Said once.');
    await dialog('Note').getByRole('button', { name: 'Do it' }).press('Enter');
    await dialog('Note').waitFor({ state: 'detached' });
    await running.redress.caughtUp();
    const { body } = await running.call<{ notes: number }>('GET', `/v1/complaints/${id}`, { as: supervisor });
    expect(body.notes).toBe(1);
  });

  it('throws away what was typed only when told so twice, and sends it from within the text', async () => {
    await caseOf('D-10');
    await take('D-10');
    await press('o');
    await dialog('Note').getByLabel('Note').fill('Half a page of what she said.');
    await press('Escape');
    await dialog('Note').getByRole('alert').getByText('Esc once more throws away').waitFor();
    await desk.mouse.click(5, 700);
    expect(await dialog('Note').getByLabel('Note').inputValue()).toBe('Half a page of what she said.');
    await dialog('Note').getByLabel('Note').press('Control+Enter');
    await dialog('Note').waitFor({ state: 'detached' });
    await told('Done: Note');
    await inHand('D-10').getByText('Half a page of what she said.').waitFor();
    // With caps lock on, too.
    await press('O');
    await dialog('Note').getByLabel('Note').fill('Nothing of importance.');
    await press('Escape');
    await press('Escape');
    await dialog('Note').waitFor({ state: 'detached' });
  });

  it('has the same thing in hand after a look elsewhere and a reload, and never the top of the document in focus', async () => {
    await caseOf('D-11');
    await take('D-11');
    await press('1');
    await desk.getByRole('heading', { name: 'Live board' }).waitFor();
    await desk.locator('main:focus').waitFor();
    await press('2');
    await inHand('D-11').getByRole('heading', { name: 'Case D-11' }).waitFor();
    await desk.locator('main:focus').waitFor();
    await desk.reload();
    await inHand('D-11').getByRole('heading', { name: 'Case D-11' }).waitFor();
    await press('i');
    expect(await focused()).toBe('In hand: D-11');
    await press('q');
    await desk.locator('[role=option][aria-selected=true]:focus').getByText('D-11').waitFor();
  });

  it('hands over, and keeps the place when the line under the cursor goes', async () => {
    await caseOf('D-9');
    await take('D-9');
    await queue().getByRole('option', { name: 'D-9' }).focus();
    await done('h', 'Hand over', { 'To the agent': 'bob' });
    await queue().getByRole('option', { name: 'D-9' }).waitFor({ state: 'detached' });
    await told('No longer in your queue: D-9');
    await inHand('D-9').getByText('This is with bob.').waitFor();
    expect(await focused()).not.toBe('BODY');
  });

  it('has nothing in either language that axe finds serious', async () => {
    await desk.setViewportSize({ width: 1280, height: 720 });
    expect(await seriousFindings(desk)).toEqual([]);
    await desk.getByLabel('Language').selectOption('zh-CN');
    await desk.getByRole('heading', { name: '我的坐席台' }).waitFor();
    await press('q');
    await press('ArrowDown');
    await press('Enter');
    await desk.getByRole('region', { name: '正在处理' }).getByRole('heading', { name: '时钟' }).waitFor();
    expect(await seriousFindings(desk)).toEqual([]);
    expect(browser.complaints()).toEqual([]);
  });
});

/** So many hours from now, as an input of the browser wants it. */
function windowAt(hours: number): string {
  return new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 16);
}
