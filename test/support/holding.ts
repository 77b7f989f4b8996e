/**
 * Passes everything on, but for methods that come to a point: before them or after them nothing goes on, ever. It prints `at POINT` then,
 * so that whoever started the process knows when to kill it.
 */
export function holding<Port extends object, Point extends string>(
  port: Port,
  held: Point,
  points: Readonly<
    Partial<Record<keyof Port & string, readonly [before: Point | undefined, after: Point | undefined]>>
  >,
): Port {
  const comesTo = (point: Point | undefined): Promise<void> => {
    if (point !== held) return Promise.resolve();
    process.stdout.write(`at ${point}\n`);
    return new Promise(() => undefined);
  };
  return new Proxy(port, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name, target);
      if (typeof method !== 'function') return method;
      const [before, after] = points[name as keyof Port & string] ?? [];
      if (before === undefined && after === undefined) return method.bind(target) as unknown;
      return async (...args: unknown[]): Promise<unknown> => {
        await comesTo(before);
        const answer: unknown = await (method as (...given: unknown[]) => unknown).apply(target, args);
        await comesTo(after);
        return answer;
      };
    },
  });
}
