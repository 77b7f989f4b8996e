/** A route as it answers on the wire, in the router's notation: `/v1/complaints/:id`. */
export interface WireRoute {
  readonly method: string;
  readonly path: string;
}

/** The part of a Fastify instance that is used here; two releases of its types are compatible that far. */
export interface RouteSource {
  addHook(name: 'onRoute', hook: (route: { method: string | string[]; url: string }) => void): unknown;
}

interface Table {
  readonly routes: WireRoute[];
  /** Pattern of a path → methods, made when first asked. */
  patterns?: readonly { readonly pattern: RegExp; readonly methods: readonly string[] }[];
}

const tables = new WeakMap<object, Table>();

/** Notes every route that is added from now on; call it before Nest adds its own. */
export function recordRoutes(instance: RouteSource): void {
  const table: Table = { routes: [] };
  tables.set(instance, table);
  instance.addHook('onRoute', ({ method, url }) => {
    delete table.patterns;
    for (const one of [method].flat()) table.routes.push({ method: one, path: url });
  });
}

/** All routes on the wire, those that Nest does not know (documents, static files) included. */
export const wireRoutes = (instance: object): readonly WireRoute[] => tables.get(instance)?.routes ?? [];

/** The methods that the path of `url` takes; none where there is nothing under it. */
export function allowedMethods(instance: object, url: string): readonly string[] {
  const table = tables.get(instance);
  if (table === undefined) return [];
  table.patterns ??= patternsOf(table.routes);
  const path = url.split('?', 1)[0] ?? '';
  const methods = table.patterns.filter(({ pattern }) => pattern.test(path)).flatMap((one) => one.methods);
  return [...new Set(methods)].sort();
}

function patternsOf(routes: readonly WireRoute[]): { pattern: RegExp; methods: string[] }[] {
  const methods = new Map<string, Set<string>>();
  for (const { method, path } of routes) {
    // A wildcard stands for files, which answer 404 by themselves.
    if (path.includes('*')) continue;
    methods.set(path, (methods.get(path) ?? new Set()).add(method));
  }
  return [...methods].map(([path, of]) => {
    const parts = path
      .split('/')
      .map((part) => (part.startsWith(':') ? '[^/]+' : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')));
    return { pattern: new RegExp(`^${parts.join('/')}$`), methods: [...of] };
  });
}
