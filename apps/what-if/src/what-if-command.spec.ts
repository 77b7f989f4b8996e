import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase, type TestDatabase } from '@redress/testing';
import type { WhatIfAnswer } from '@redress/what-if';
import { CommanderError } from 'commander';
import { fillStore } from '../../../test/bench/filled-store';
import { failureOf, whatIfCommand } from './what-if-command';

const CASES = 40;
const RANGE = ['--from', '2026-01-05', '--to', '2026-01-07'];

describe('npm run what-if', () => {
  let database: TestDatabase;
  let folder: string;
  let file: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    const everyMs = (24 * 3_600_000) / CASES;
    await fillStore(database.url, { lives: 'whole', cases: CASES, from: Date.UTC(2026, 0, 5), everyMs });
    folder = await mkdtemp(join(tmpdir(), 'redress-what-if-'));
    file = join(folder, 'strict.yaml');
    writeFileSync(file, 'name: strict\nrules:\n  - targets: { first-response: { within: PT1S } }\n');
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
    await database.drop();
  });

  /** What it prints; what it says where it fails. */
  async function run(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<string> {
    let said = '';
    const say = (text: string): void => void (said += text);
    const command = whatIfCommand({ DATABASE_URL: database.url, ...environment }, say)
      .exitOverride()
      .configureOutput({ writeErr: say });
    try {
      await command.parseAsync([...args], { from: 'user' });
    } catch (error) {
      if (!(error instanceof CommanderError)) say(failureOf(error) ?? String(error));
    }
    return said;
  }

  it('prints a table that people read', async () => {
    const said = await run([...RANGE, '--policy', file, '--by', 'priority,tier', '--flips', '3']);
    expect(said).toMatch(/^Cases registered from 2026-01-05 to before 2026-01-07: \d+ of kind complaint, /);
    expect(said).toContain('Judged once more by strict (not published), as of ');
    expect(said).toMatch(/^clock +met +missed +running +none +→ +met +missed +running +none +changed$/m);
    expect(said).toMatch(new RegExp(`^first-response( +\\d+){4} +→ +0 +${String(CASES)} +0 +0 +\\d+$`, 'm'));
    expect(said).toMatch(/^by tier /m);
    expect(said).toMatch(/^\S+ +first-response +1 +\S+ +met +\S+Z +→ +missed +\S+Z$/m);
    expect(said).toMatch(/^… and \d+ more/m);
  });

  it('prints JSON where asked for, and takes the shipped policies and calendars by name', async () => {
    const said = await run([...RANGE, '--policy', 'office-hours', '--json']);
    const answer = JSON.parse(said) as WhatIfAnswer;
    expect(answer.judgedBy).toEqual({ name: 'office-hours', version: null, calendars: ['office'] });
    expect(answer.clocks.find(({ clock }) => clock === 'first-response')?.flips).toBeGreaterThan(0);
    const same = await run([...RANGE, '--policy', 'round-the-clock', '--json']);
    expect((JSON.parse(same) as WhatIfAnswer).flips.total).toBe(0);
  });

  it.each([
    ['--from', ['--from', 'monday', '--to', '2026-01-07'], /'--from <instant>'.*Give a day such as/],
    ['--to', ['--from', '2026-01-07', '--to', '2026-01-05'], /--to must lie after --from/],
    ['a range', [], /required option '--from/],
    ['a name', [...RANGE, '--policy', 'nobodys'], /'--policy <policy>'.*Give the path of a YAML file/],
    ['a file', [...RANGE, '--policy', '/nowhere.yaml'], /'--policy <policy>'.*can't be read/],
    [
      'a version',
      [...RANGE, '--policy', 'office-hours@9'],
      /^--policy office-hours@9: .*Name one that was published/,
    ],
    ['a grouping', [...RANGE, '--by', 'moon'], /'--by <names>'.*Give some of team, priority/],
  ])('says what is wrong with %s, and what to do', async (_, args, said) => {
    expect(await run(args)).toMatch(said);
  });

  it('names the file and the line of a policy that can not be used', async () => {
    const wrong = join(folder, 'wrong.yaml');
    writeFileSync(wrong, 'name: wrong\nrules:\n  - targets: { first-response: { within: soon } }\n');
    expect(await run([...RANGE, '--policy', wrong])).toMatch(new RegExp(`^--policy ${wrong}:3: `));
    expect(await run([...RANGE, '--calendar', file])).toMatch(new RegExp(`^--calendar ${file}:1: `));
  });

  it('makes nothing where there is nothing', async () => {
    const nothing = { DATABASE_URL: '', DATA_DIR: join(folder, 'none') };
    expect(await run(RANGE, nothing)).toMatch(/^DATA_DIR=\S+: Redress keeps no data here/);
    const empty = await createTestDatabase();
    expect(await run(RANGE, { DATABASE_URL: empty.url })).toMatch(
      /^DATABASE_URL=.*There is no log of events/,
    );
    await empty.drop();
  });
});
