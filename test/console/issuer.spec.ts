import type { Page } from 'playwright-core';
import { startOidcIssuer, type OidcIssuer } from '../support/oidc-issuer';
import { runRedress, type RunningRedress } from '../support/running-redress';
import { complaintOf } from './desk';
import {
  buildConsole,
  describeWithBrowser,
  openBrowser,
  seriousFindings,
  type Browser,
} from './with-browser';

/** Tokens are renewed a minute before they end: these two seconds after they were given. */
const TTL_SECONDS = 62;

describeWithBrowser('signing in with an issuer', () => {
  let issuer: OidcIssuer;
  let running: RunningRedress;
  let browser: Browser;

  beforeAll(async () => {
    await buildConsole();
    browser = await openBrowser();
    issuer = await startOidcIssuer({
      clientId: 'redress-console',
      audience: 'redress',
      person: { id: 'sue', name: 'Sue Bright', roles: ['supervisor'], teams: ['billing'] },
      ttlSeconds: TTL_SECONDS,
    });
    running = await runRedress({
      oidcIssuer: issuer.url,
      oidcAudience: 'redress',
      oidcClientId: 'redress-console',
    });
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await running.stop();
    await issuer.close();
  });

  beforeEach(() => {
    Object.assign(issuer, {
      renews: true,
      givesRefreshTokens: true,
      isKnownToOthers: true,
      mayBeFramed: true,
    });
    Object.assign(issuer.given, { code: 0, silent: 0, refresh: 0, revoked: 0 });
  });

  const url = () => running.redress.url;

  async function signIn(path: string, given?: Page, at = url()): Promise<Page> {
    const page = given ?? (await browser.newPage());
    await page.goto(`${at}${path}`);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Sue Bright').waitFor();
    return page;
  }

  /** As though this window had been asleep past the end of its token. */
  const sleepPastTheEnd = (page: Page) =>
    page.evaluate(`
      for (const key of Object.keys(sessionStorage).filter((one) => one.startsWith('oidc.user:')))
        sessionStorage.setItem(key, JSON.stringify({ ...JSON.parse(sessionStorage.getItem(key)), expires_at: 1 }));
    `);

  /** A case on the page, with the form for a note open and filled in. */
  async function noteBegun(page: Page): Promise<void> {
    const token = await page.evaluate<string>(
      `JSON.parse(sessionStorage.getItem(Object.keys(sessionStorage).find((one) => one.startsWith('oidc.user:')))).access_token`,
    );
    const { body } = await running.call<{ id: string }>('POST', '/v1/complaints', {
      as: token,
      body: complaintOf('billing'),
    });
    await running.redress.caughtUp();
    await page.evaluate(
      `history.pushState(null, '', '/cases/${body.id}'); dispatchEvent(new PopStateEvent('popstate'))`,
    );
    await page.getByRole('button', { name: 'Note', exact: true }).click();
    await page.getByRole('textbox', { name: 'Note' }).fill('Half a page of what she said.');
  }

  it('leads there and back by code with PKCE, to the page that was asked for; renews the token; signs out', async () => {
    const page = await signIn('/cases?phase=open');
    await page.getByRole('heading', { name: 'Cases', level: 1 }).waitFor();
    expect(new URL(page.url()).search).toBe('?phase=open');
    expect(issuer.given.code).toBe(1);

    // Tokens are given on another host than the issuer's own: the rules of the pages know it.
    expect(new URL(issuer.tokenUrl).origin).not.toBe(issuer.url);
    if (issuer.given.refresh === 0)
      await page.waitForResponse((response) => response.url() === issuer.tokenUrl);
    expect(issuer.given.refresh).toBe(1);
    await page.getByRole('link', { name: 'Board' }).click();
    await page.locator('.fresh[data-fresh=live]').waitFor();

    // A reload asks for no new sign-in.
    await page.reload();
    await page.locator('.fresh[data-fresh=live]').waitFor();
    expect(issuer.given.code).toBe(1);

    const left = page.waitForResponse((response) => response.url().startsWith(`${issuer.url}/leave?`));
    await page.getByRole('button', { name: 'Sign out' }).click();
    expect(new URL((await left).url()).searchParams.has('id_token_hint')).toBe(true);
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    expect(await page.evaluate('sessionStorage.length')).toBe(0);
    expect(issuer.given.revoked).toBe(1);
    expect(await browser.context.cookies(issuer.url)).toEqual([]);
    expect(browser.complaints()).toEqual([]);
    await page.close();
  });

  it('signs out all windows with one, also one that was away then', async () => {
    const [page, other, away] = [await signIn('/board'), await signIn('/desk'), await signIn('/desk')];
    await away.goto('about:blank');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await other.getByText('You have signed out in another window.').waitFor();
    expect(await seriousFindings(other)).toEqual([]);
    await away.goto(`${url()}/desk`);
    for (const one of [page, other, away]) {
      await one.getByRole('button', { name: 'Sign in' }).waitFor();
      expect(await one.evaluate('sessionStorage.length')).toBe(0);
    }
    // Whoever comes next signs in here, and stays.
    await other.getByRole('button', { name: 'Sign in' }).click();
    await other.getByText('Sue Bright').waitFor();
    await other.reload();
    await other.getByText('Sue Bright').waitFor();
    await Promise.all([page, other, away].map((one) => one.close()));
  });

  it('renews a token in a hidden frame where the issuer gives none to renew with, and starts no console there', async () => {
    issuer.givesRefreshTokens = false;
    const page = await browser.newPage();
    const framed: string[] = [];
    page.on('request', (request) => {
      if (request.frame() !== page.mainFrame()) framed.push(new URL(request.url()).pathname);
    });
    let answers = 0;
    const second = page.waitForResponse((response) => response.url() === issuer.tokenUrl && ++answers === 2);
    // Of the same site as the issuer: the browser sends the issuer's cookie along from the frame.
    await signIn('/board', page, url().replace('127.0.0.1', 'localhost'));
    await second;
    expect(issuer.given).toMatchObject({ code: 1, silent: 1, refresh: 0 });
    expect(framed).toContain('/authorize');
    expect(framed).toContain('/signed-in');
    expect(framed.filter((path) => /^.assets.(main|index|style)|^.v1/.test(path))).toEqual([]);

    await noteBegun(page);
    await sleepPastTheEnd(page);
    await page.getByRole('button', { name: 'Do it' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByText('Half a page of what she said.').waitFor();
    expect(issuer.given).toMatchObject({ code: 1, silent: 2 });
    expect(page.frames()).toHaveLength(1);
    expect(browser.complaints()).toEqual([]);
    await page.close();
  });

  it.each([
    ['knows nobody in a frame, since it is on another site and the browser withholds its cookie', true],
    ['lets itself be shown in no frame', false],
  ])('asks for a new sign-in beside the page where the issuer %s', async (_, mayBeFramed) => {
    Object.assign(issuer, { givesRefreshTokens: false, mayBeFramed });
    const page = await browser.newPage();
    await page.clock.install();
    await signIn('/board', page);
    await noteBegun(page);
    await sleepPastTheEnd(page);
    const asked = page.waitForRequest((request) => request.url().includes('prompt=none'));
    await page.getByRole('button', { name: 'Do it' }).click();
    await asked;
    // So long it waits for the frame to say something.
    await page.clock.runFor(10_000);
    const ended = page.getByRole('alertdialog', { name: 'Your sign-in has ended' });
    await ended.getByRole('button', { name: 'Sign in again' }).press('Enter');
    await ended.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Do it' }).press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByText('Half a page of what she said.').waitFor();
    expect(issuer.given).toMatchObject({ code: 2, silent: 0 });
    await page.close();
  });

  it('renews a token that has ended, and one that the server does not take, while somebody types', async () => {
    const page = await signIn('/board');
    await noteBegun(page);
    await sleepPastTheEnd(page);
    const before = issuer.given.refresh;
    await page.getByRole('button', { name: 'Do it' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByText('Half a page of what she said.').waitFor();
    expect(issuer.given.refresh).toBeGreaterThan(before);

    let refused = 0;
    await page.route('**/notes', (route) =>
      refused++ === 0 ? route.fulfill({ status: 401, json: { code: 'token-expired' } }) : route.continue(),
    );
    await page.getByRole('button', { name: 'Note', exact: true }).click();
    await page.getByRole('textbox', { name: 'Note' }).fill('And the other half.');
    await page.getByRole('button', { name: 'Do it' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByText('And the other half.').waitFor();
    expect(issuer.given.code).toBe(1);
    await page.close();
  });

  it('lets somebody sign in again beside the page, where the issuer renews nothing, and keeps what they typed', async () => {
    const page = await signIn('/board');
    await noteBegun(page);
    issuer.renews = false;
    await sleepPastTheEnd(page);
    const ended = page.getByRole('alertdialog', { name: 'Your sign-in has ended' });
    const send = page.getByRole('button', { name: 'Do it' });
    // The live stream may ask for a token first: then what is below the dialog can't be pressed any more.
    await send.click({ timeout: 1_000 }).catch(() => ended.waitFor());
    await ended.getByText('Sue Bright').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await ended.getByRole('button', { name: 'Sign in again' }).press('Enter');
    await ended.waitFor({ state: 'detached' });
    expect(await page.getByRole('textbox', { name: 'Note' }).inputValue()).toBe(
      'Half a page of what she said.',
    );
    await send.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByText('Half a page of what she said.').waitFor();
    expect(issuer.given.code).toBe(2);
    expect(browser.context.pages().filter((one) => one.url().includes('/signed-in'))).toEqual([]);
    await page.close();
  });

  it('says which issuer is out of reach, before and during the work, and offers it again', async () => {
    const page = await signIn('/board');
    await noteBegun(page);
    await issuer.stop();
    await sleepPastTheEnd(page);
    await page.getByRole('button', { name: 'Do it' }).click();
    await page.getByRole('dialog').getByText('can not be reached, so nothing was sent').waitFor();

    const other = await browser.newPage();
    await other.goto(`${url()}/desk`);
    await other.getByRole('button', { name: 'Sign in' }).click();
    await other.getByRole('alert').getByText(issuer.url).waitFor();
    expect(await seriousFindings(other)).toEqual([]);

    await issuer.goOn();
    await other.getByRole('button', { name: 'Try again' }).click();
    await other.getByRole('heading', { name: 'My desk' }).waitFor();
    await page.getByRole('button', { name: 'Do it' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByText('Half a page of what she said.').waitFor();
    await Promise.all([page.close(), other.close()]);
  });

  it('gives no demo tokens', async () => {
    const answer = await running.call('POST', '/console/demo-sign-in', {
      body: { id: 'eve', role: 'supervisor', teams: [] },
    });
    expect(answer.status).toBe(404);
  });
});
