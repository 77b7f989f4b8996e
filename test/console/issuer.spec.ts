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
    issuer.renews = true;
    Object.assign(issuer.given, { code: 0, refresh: 0 });
  });

  const url = () => running.redress.url;

  async function signIn(path: string): Promise<Page> {
    const page = await browser.newPage();
    await page.goto(`${url()}${path}`);
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

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    expect(await page.evaluate('sessionStorage.length')).toBe(0);
    expect(browser.complaints()).toEqual([]);
    await page.close();
  });

  it('renews a token that has ended, and one that the server does not take, while somebody types', async () => {
    const page = await signIn('/board');
    await noteBegun(page);
    await sleepPastTheEnd(page);
    const before = issuer.given.refresh;
    await page.getByRole('button', { name: 'Do it' }).click();
    await page.getByText('Half a page of what she said.').waitFor();
    expect(issuer.given.refresh).toBeGreaterThan(before);

    let refused = 0;
    await page.route('**/notes', (route) =>
      refused++ === 0 ? route.fulfill({ status: 401, json: { code: 'token-expired' } }) : route.continue(),
    );
    await page.getByRole('button', { name: 'Note', exact: true }).click();
    await page.getByRole('textbox', { name: 'Note' }).fill('And the other half.');
    await page.getByRole('button', { name: 'Do it' }).click();
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
