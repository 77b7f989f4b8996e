import { routesOf, type RouteAccess } from '@redress/testing';
import { newId } from '@redress/kernel';
import { runRedress, type RunningRedress } from '../support/running-redress';

const ROLES = ['agent', 'shift-leader', 'supervisor', 'analyst', 'integration'] as const;

/** What may be had without a token; the webhook is signed instead. */
const PUBLIC = [
  /^\/v1\/intake$/,
  /^\/metrics$/,
  /^\/health\//,
  /^\/problems/,
  /^\/openapi\.json$/,
  /^\/docs/,
  /^\/(board|board\/past|cases|cases\/:id|cases\/:id\/past|subjects\/:id|desk|figures|figures\/list|what-if|sign-in|signed-in)?$/,
  /^\/assets\/\*$/,
  /^\/console\//,
];

interface Operation {
  readonly parameters: readonly { readonly name: string }[];
  readonly responses: Readonly<Record<string, unknown>>;
}

describe('every route', () => {
  let running: RunningRedress;
  let routes: readonly RouteAccess[];

  beforeAll(async () => {
    running = await runRedress();
    routes = routesOf(running.redress.app);
  });

  afterAll(() => running.stop());

  const call = async ({ method, path }: RouteAccess, as?: string) =>
    running.call<{ code?: string }>(method, path.replaceAll(/:\w+/g, newId()), {
      ...(as === undefined ? {} : { as }),
      ...(method === 'POST' ? { body: {} } : {}),
    });
  const guarded = () => routes.filter(({ isPublic }) => !isPublic);

  it('is there', () => {
    expect(guarded().length).toBeGreaterThan(25);
  });

  it('is public only where it says nothing about anyone', () => {
    for (const { path, isPublic } of routes) {
      expect([path, isPublic]).toEqual([path, PUBLIC.some((pattern) => pattern.test(path))]);
    }
  });

  it('answers 401 without a token', async () => {
    for (const route of guarded()) {
      const { status, body, headers } = await call(route);
      expect([route.path, status, body.code, headers.get('www-authenticate')?.startsWith('Bearer')]).toEqual([
        route.path,
        401,
        'token-missing',
        true,
      ]);
    }
  });

  it('answers 403 to every role that it does not name, and names those that may', async () => {
    for (const role of ROLES) {
      const token = await running.token(role);
      for (const route of guarded().filter(({ roles }) => !roles.includes(role))) {
        const { status, body } = await call(route, token);
        expect([route.path, role, status, body]).toEqual([
          route.path,
          role,
          403,
          expect.objectContaining({
            code: 'role-not-allowed',
            allowed: expect.arrayContaining([...route.roles]) as unknown,
          }),
        ]);
      }
    }
  });

  it('is described in the API document', async () => {
    const { body } = await running.call<{ openapi: string; paths: Record<string, Record<string, unknown>> }>(
      'GET',
      '/openapi.json',
    );
    expect(body.openapi).toMatch(/^3\.1/);
    for (const { method, path } of guarded()) {
      expect(Object.keys(body.paths[path.replaceAll(/:(\w+)/g, '{$1}')] ?? {})).toContain(
        method.toLowerCase(),
      );
    }
  });

  it('says, where it changes what is under an id, that this may not exist, or may have changed meanwhile', async () => {
    const { body } = await running.call<{ paths: Record<string, { post?: Operation }> }>(
      'GET',
      '/openapi.json',
    );
    for (const { path } of guarded().filter((one) => one.method === 'POST' && one.path.includes(':'))) {
      const operation = body.paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.post;
      expect([path, operation?.parameters.map(({ name }) => name)]).toEqual([
        path,
        expect.arrayContaining(['If-Match']),
      ]);
      expect([path, Object.keys(operation?.responses ?? {})]).toEqual([
        path,
        expect.arrayContaining(['404', '412']),
      ]);
    }
  });
});
