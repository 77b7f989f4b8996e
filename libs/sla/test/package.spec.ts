import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const LIB = join(__dirname, '..');
const ROOT = join(LIB, '../..');
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');

/** What a user of the package writes: every instant of the published vectors, by the package alone. */
const CONSUMER = `
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { compileCalendar, deadline, findCalendar, ROUND_THE_CLOCK } from '@redress/sla';

const folder = dirname(createRequire(import.meta.url).resolve('@redress/sla/vectors/pauses.json'));
let [right, wrong] = [0, 0];
for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  const { calendars, cases } = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const known = [ROUND_THE_CLOCK, ...calendars.map((one) => compileCalendar(one))];
  for (const { calendar, start, pauses = [], within, dueAt } of cases) {
    if (dueAt === undefined) continue;
    const ms = (iso) => (iso === undefined || iso === null ? undefined : Date.parse(iso));
    const timing = {
      start: ms(start),
      calendar: known.find(({ name }) => name === calendar.name),
      pauses: pauses.map(({ from, to, ...limit }) => ({ from: ms(from), ...(to === undefined ? {} : { to: ms(to) }), ...limit })),
    };
    if (deadline(timing, within) === ms(dueAt)) right += 1;
    else wrong += 1;
  }
}
console.log(JSON.stringify({ right, wrong, roundTheClock: findCalendar('24x7').name }));
`;

const TYPED = `
import { compileCalendar, deadline, explain, verdict, type CalendarDocument, type Timing } from '@redress/sla';
declare const document: CalendarDocument;
const timing: Timing = { start: 0, calendar: compileCalendar(document), pauses: [] };
export const dueAt: number | undefined = deadline(timing, 'P3BD', 80);
export const states: readonly ('running' | 'paused' | 'closed')[] = explain(timing, 'PT4H', 1).intervals.map(({ state }) => state);
export const said: 'met' | 'missed' | 'running' = verdict({ start: 0, targets: [] }, 1).verdict;
// @ts-expect-error a calendar is needed
deadline({ start: 0, pauses: [] }, 'PT4H');
`;

describe('the package', () => {
  let folder: string;
  let empty: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'redress-sla-'));
    empty = join(folder, 'empty');
    await mkdir(empty);
    const built = join(folder, 'built');
    await run(process.execPath, [
      TSC,
      '-p',
      join(LIB, 'tsconfig.build.json'),
      '--outDir',
      join(built, 'dist'),
    ]);
    for (const part of ['package.json', 'README.md', 'vectors']) {
      await cp(join(LIB, part), join(built, part), { recursive: true });
    }
    await cp(join(ROOT, 'LICENSE'), join(built, 'LICENSE'));
    const npm = (cwd: string, ...args: readonly string[]) =>
      run('npm', [...args, '--offline', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd });
    await npm(built, 'pack', '--pack-destination', folder);
    const [archive] = (await readdir(folder)).filter((file) => file.endsWith('.tgz'));
    await writeFile(join(empty, 'package.json'), '{ "private": true }');
    await npm(empty, 'install', join(folder, archive ?? ''));
  }, 120_000);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  const node = async (file: string, source: string): Promise<string> => {
    await writeFile(join(empty, file), source);
    return (await run(process.execPath, [file], { cwd: empty })).stdout.trim();
  };

  it('brings nothing but itself', async () => {
    const modules = join(empty, 'node_modules');
    expect((await readdir(modules)).filter((name) => !name.startsWith('.'))).toEqual(['@redress']);
    expect(await readdir(join(modules, '@redress/sla'))).toEqual([
      'LICENSE',
      'README.md',
      'dist',
      'package.json',
      'vectors',
    ]);
    const files = await readdir(join(modules, '@redress/sla/dist'), { recursive: true });
    expect(files.filter((file) => /\.spec\.|\.ts$/.test(file) && !file.endsWith('.d.ts'))).toEqual([]);
  });

  it('gives every due instant of the vectors, in plain node', async () => {
    const told = JSON.parse(await node('consumer.mjs', CONSUMER)) as { right: number; wrong: number };
    expect(told).toEqual({ right: expect.any(Number) as number, wrong: 0, roundTheClock: '24x7' });
    expect(told.right).toBeGreaterThan(60);
  });

  it('can be required too, and loads no other module', async () => {
    const source = `
      const { deadline, ROUND_THE_CLOCK } = require('@redress/sla');
      const outside = Object.keys(require.cache).filter((file) => !file.includes('@redress') && file !== __filename);
      console.log(deadline({ start: 0, calendar: ROUND_THE_CLOCK, pauses: [] }, 'PT1H'), outside.length);`;
    expect(await node('consumer.cjs', source)).toBe('3600000 0');
  });

  it('has types that stand by themselves', async () => {
    await writeFile(join(empty, 'typed.mts'), TYPED);
    const options = ['--noEmit', '--strict', '--target', 'es2023', '--module', 'nodenext'];
    const said = await run(process.execPath, [TSC, ...options, 'typed.mts'], { cwd: empty }).catch(
      (error: unknown) => error,
    );
    expect(said).toMatchObject({ stdout: '' });
  });
});
