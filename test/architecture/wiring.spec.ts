import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Projection } from '@redress/read-model';
import { AUTOMATIONS, PROJECTIONS } from '@redress/wiring';

const LIBS = resolve(__dirname, '../../libs');

/** Everything that the files with this ending export, as [file, export]. */
async function exportsOf(ending: string): Promise<readonly (readonly [string, unknown])[]> {
  const files = readdirSync(LIBS, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith(ending),
  );
  const modules = await Promise.all(
    files.map(async (file) => [file, (await import(join(LIBS, file))) as Record<string, unknown>] as const),
  );
  return modules.flatMap(([file, exported]) => Object.values(exported).map((one) => [file, one] as const));
}

const isAutomation = (one: unknown): boolean =>
  typeof one === 'function' &&
  typeof (one.prototype as { react?: unknown } | undefined)?.react === 'function';

const isProjection = (one: unknown): one is Projection =>
  typeof one === 'object' && one !== null && 'apply' in one && 'tables' in one;

// What is left out of these lists fails nowhere else: nothing happens by itself, or a question is answered from tables that stay empty.
describe('the app', () => {
  it('runs every automation that there is', async () => {
    const found = (await exportsOf('.automation.ts')).filter(([, one]) => isAutomation(one));
    expect(found.length).toBeGreaterThan(0);
    const idle = found.filter(([, one]) => !AUTOMATIONS.some((running) => running === one));
    expect(idle.map(([file]) => file)).toEqual([]);
  });

  it('keeps every projection that there is', async () => {
    const kept = PROJECTIONS.map(({ name }) => name);
    const found = (await exportsOf('.projection.ts')).map(([, one]) => one).filter(isProjection);
    expect(found.length).toBeGreaterThan(0);
    expect(found.map(({ name }) => name).filter((name) => !kept.includes(name))).toEqual([]);
  });
});
