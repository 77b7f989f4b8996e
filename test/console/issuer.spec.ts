import { startOidcIssuer, type OidcIssuer } from '../support/oidc-issuer';
import { runRedress, type RunningRedress } from '../support/running-redress';
import { buildConsole, describeWithBrowser, openBrowser, type Browser } from './with-browser';

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

  it('leads there and back by code with PKCE, to the page that was asked for; renews the token; signs out', async () => {
    const page = await browser.newPage();
    await page.goto(`${running.redress.url}/cases?phase=open`);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Cases', level: 1 }).waitFor();
    expect(new URL(page.url()).search).toBe('?phase=open');
    await page.getByText('Sue Bright').waitFor();
    expect(issuer.given.code).toBe(1);

    await page.waitForResponse((response) => response.url() === `${issuer.url}/token`);
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
  });

  it('gives no demo tokens', async () => {
    const answer = await running.call('POST', '/console/demo-sign-in', {
      body: { id: 'eve', role: 'supervisor', teams: [] },
    });
    expect(answer.status).toBe(404);
  });
});
