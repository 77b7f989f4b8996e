import { request } from 'node:http';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { runRedress, type RunningRedress } from '../support/running-redress';
import { buildConsole } from './with-browser';

describe('serving the console', () => {
  let running: RunningRedress;

  beforeAll(async () => {
    await buildConsole();
    running = await runRedress();
  }, 120_000);
  afterAll(() => running.stop());

  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${running.redress.url}${path}`, { headers });

  it('answers each address of a page with the same document, and a nonce of its own', async () => {
    const nonces = new Set<string>();
    for (const path of [
      '/',
      '/board',
      '/board/past',
      '/cases/0199-abc',
      '/cases/0199-abc/past',
      '/subjects/0199-abc',
      '/desk',
      '/figures',
      '/what-if',
      '/sign-in',
      '/signed-in',
    ]) {
      const answer = await get(path);
      const text = await answer.text();
      const nonce = /<meta property="csp-nonce" nonce="([^"]+)"/.exec(text)?.[1] ?? '';
      const policy = answer.headers.get('content-security-policy') ?? '';
      expect([path, answer.status, answer.headers.get('cache-control')]).toEqual([path, 200, 'no-store']);
      expect(policy).toContain("default-src 'none'; script-src 'self';");
      expect(policy).toContain(`'nonce-${nonce}'`);
      expect(text).not.toContain('REDRESS_NONCE');
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(11);
  });

  it('answers an issuer that sends somebody back with a page that starts the console only where it is needed', async () => {
    const text = await (await get('/signed-in?code=1&state=2')).text();
    expect(text).toMatch(/src="\/assets\/signed-in-/);
    expect(text).not.toMatch(/\/assets\/main-/);
  });

  it('sends files compressed, to be kept for ever, since their names change with them', async () => {
    const page = await (await get('/')).text();
    const script = /src="(\/assets\/main-[^"]+\.js)"/.exec(page)?.[1] ?? '';
    const answer = await get(script, { 'accept-encoding': 'br' });
    expect(answer.headers.get('content-encoding')).toBe('br');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(answer.headers.get('content-type')).toMatch(/javascript/);
    await answer.arrayBuffer();
    expect((await get('/assets/none.js')).status).toBe(404);
    expect((await get('/assets/../.vite/manifest.json')).status).toBe(404);
  });

  it('leaves the API what it is', async () => {
    const unknown = await get('/v1/nothing', { accept: 'text/html' });
    expect([unknown.status, await unknown.json()]).toMatchObject([404, { code: 'no-such-route' }]);
    expect((await get('/health/live')).status).toBe(200);
    expect((await get('/docs')).headers.get('content-type')).toMatch(/html/);
  });

  it('signs in whoever tries it, as whom they want, for an hour', async () => {
    expect(await (await get('/console/sign-in')).json()).toEqual({ kind: 'demo' });
    const { status, body } = await running.call<{ token: string; expiresAt: string }>(
      'POST',
      '/console/demo-sign-in',
      { body: { id: 'wei', role: 'agent', teams: ['billing'] } },
    );
    expect(status).toBe(200);
    const leftMs = Date.parse(body.expiresAt) - Date.now();
    expect(leftMs / 60_000).toBeGreaterThan(59);
    expect(leftMs / 60_000).toBeLessThanOrEqual(60);
    const who = await running.call('GET', '/v1/me', { as: body.token });
    expect(who.body).toEqual({ id: 'wei', name: null, roles: ['agent'], teams: ['billing'] });
  });

  it.each([
    [{}],
    [{ id: 'wei', role: 'boss', teams: [] }],
    [{ id: 'a b', role: 'agent', teams: [] }],
    [{ id: 'wei', role: 'agent', teams: 'billing' }],
  ])('signs in nobody as %j', async (body) => {
    const answer = await running.call('POST', '/console/demo-sign-in', { body });
    expect([answer.status, answer.body['code']]).toEqual([400, 'invalid-request']);
  });

  it.each([
    [{ host: 'evil.example' }, 403],
    [{ host: '127.0.0.1.evil.example:3000' }, 403],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ 'sec-fetch-site': 'same-origin' }, 200],
  ])('gives a page that asks with %j a token: %s', async (headers, status) => {
    const asked = request(`${running.redress.url}/console/demo-sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
    });
    asked.end(JSON.stringify({ id: 'wei', role: 'agent', teams: [] }));
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    answer.resume();
    expect(answer.statusCode).toBe(status);
  });
});
