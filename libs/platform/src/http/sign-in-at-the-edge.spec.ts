import { PRINCIPAL_ROLES } from '@redress/http';
import { routesOf } from '@redress/testing';
import { problemOf, send, startEcho, type RunningEcho } from './test-app/start-echo';

let echo: RunningEcho;

beforeAll(async () => {
  echo = await startEcho();
});

afterAll(() => echo.app.close());

const list = (headers: Record<string, string>) => send(`${echo.url}/v1/echoes`, { headers });

describe('without a proof', () => {
  it('is told to send a token', async () => {
    const answer = await list({});
    expect(await problemOf(answer)).toMatchObject({ status: 401, code: 'token-missing' });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="redress"');
  });

  it.each(['Basic YTpi', 'Bearer', 'Bearer ', 'Bearer a b', 'Bearer "x"', 'agent'])(
    'Authorization: %s is malformed',
    async (authorization) => {
      const answer = await list({ authorization });
      expect(await problemOf(answer)).toMatchObject({ status: 401, code: 'token-malformed' });
      expect(answer.headers.get('www-authenticate')).toContain('error="invalid_request"');
    },
  );

  it.each([
    ['expired', 'token-expired'],
    ['stranger', 'token-forged'],
  ])('the token %s is refused with its own code', async (token, code) => {
    const answer = await list({ authorization: `Bearer ${token}` });
    expect(await problemOf(answer)).toMatchObject({ status: 401, code });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="redress", error="invalid_token"');
  });

  it('the scheme may be written in any case', async () => {
    expect((await list({ authorization: 'bearer agent' })).status).toBe(200);
  });
});

describe('every route', () => {
  it('is on the list, with who may call it', () => {
    const routes = routesOf(echo.app);
    expect(routes).toContainEqual({
      method: 'POST',
      path: '/v1/echoes/:id/close',
      handler: 'EchoController.close',
      isPublic: false,
      roles: ['supervisor'],
    });
    expect(routes).toContainEqual({
      method: 'GET',
      path: '/health/ready',
      handler: 'HealthController.ready',
      isPublic: true,
      roles: [],
    });
    expect(routes).toContainEqual({ method: 'GET', path: '/openapi.json', isPublic: true, roles: [] });
    expect(
      routes.filter(({ handler, path }) => handler === undefined && !/^\/(docs|openapi)/.test(path)),
    ).toEqual([]);
  });

  it('that is neither public nor for any role is found by the list, and refused to all', async () => {
    const forgotten = routesOf(echo.app).filter(({ isPublic, roles }) => !isPublic && roles.length === 0);
    expect(forgotten.map(({ handler }) => handler)).toEqual(['EchoController.forgotten']);
    for (const role of PRINCIPAL_ROLES) {
      expect((await send(`${echo.url}/v1/echoes/forgotten`, { role })).status).toBe(403);
    }
  });

  it('answers 401 without a token, 403 to a role that may not, and neither to one that may', async () => {
    for (const { method, path, isPublic, roles } of routesOf(echo.app)) {
      if (isPublic || path.includes('stream')) continue;
      const url = echo.url + path.replace(':id', 'e1');
      const status = async (role?: string) =>
        (await send(url, { method, ...(role === undefined ? {} : { role }) })).status;
      expect([path, await status()]).toEqual([path, 401]);
      for (const role of PRINCIPAL_ROLES) {
        expect([path, role, (await status(role)) === 403]).toEqual([path, role, !roles.includes(role)]);
      }
    }
  });

  it('names the roles that may', async () => {
    const answer = await send(`${echo.url}/v1/echoes`, { role: 'supervisor' });
    expect(await problemOf(answer)).toMatchObject({
      status: 403,
      code: 'role-not-allowed',
      allowed: ['agent', 'analyst'],
    });
  });

  it('takes HEAD for GET, with the same guard', async () => {
    expect((await send(`${echo.url}/v1/echoes`, { method: 'HEAD' })).status).toBe(401);
    expect((await send(`${echo.url}/health/live`, { method: 'HEAD' })).status).toBe(200);
  });
});
