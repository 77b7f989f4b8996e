import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
const CONFIG = join(ROOT, '.dependency-cruiser.cjs');
const CLI = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

/** For each rule, a file that breaks it: its path, and the import that it must not make. */
const BREACHES: Readonly<Record<string, readonly [file: string, imports: string]>> = {
  'no-cycles': ['libs/sla/src/a.ts', './b'],
  'kernel-imports-only-what-it-may': ['libs/kernel/src/a.ts', '@redress/sla'],
  'sla-imports-only-what-it-may': ['libs/sla/src/c.ts', '@redress/kernel'],
  'http-imports-only-what-it-may': ['libs/http/src/a.ts', '@redress/sla'],
  'event-store-imports-only-what-it-may': ['libs/event-store/src/a.ts', '@redress/http'],
  'event-feed-imports-only-what-it-may': ['libs/event-feed/src/a.ts', '@redress/http'],
  'read-model-imports-only-what-it-may': ['libs/read-model/src/a.ts', '@redress/http'],
  'personal-data-imports-only-what-it-may': ['libs/personal-data/src/a.ts', '@redress/http'],
  'automation-imports-only-what-it-may': ['libs/automation/src/a.ts', '@redress/http'],
  'notifications-imports-only-what-it-may': ['libs/notifications/src/a.ts', '@redress/http'],
  'policies-imports-only-what-it-may': ['libs/policies/src/a.ts', '@redress/complaints'],
  'customers-imports-only-what-it-may': ['libs/customers/src/a.ts', '@redress/complaints'],
  'clocks-imports-only-what-it-may': ['libs/clocks/src/a.ts', '@redress/complaints'],
  'complaints-imports-only-what-it-may': ['libs/complaints/src/a.ts', '@redress/queues'],
  'resolutions-imports-only-what-it-may': ['libs/resolutions/src/a.ts', '@redress/queues'],
  'callbacks-imports-only-what-it-may': ['libs/callbacks/src/a.ts', '@redress/queues'],
  'subjects-imports-only-what-it-may': ['libs/subjects/src/a.ts', '@redress/queues'],
  'intake-imports-only-what-it-may': ['libs/intake/src/a.ts', '@redress/queues'],
  'queues-imports-only-what-it-may': ['libs/queues/src/a.ts', '@redress/metrics'],
  'board-imports-only-what-it-may': ['libs/board/src/a.ts', '@redress/metrics'],
  'promises-imports-only-what-it-may': ['libs/promises/src/a.ts', '@redress/metrics'],
  'approvals-imports-only-what-it-may': ['libs/approvals/src/a.ts', '@redress/metrics'],
  'escalations-imports-only-what-it-may': ['libs/escalations/src/a.ts', '@redress/metrics'],
  'what-if-imports-only-what-it-may': ['libs/what-if/src/a.ts', '@redress/queues'],
  'metrics-imports-only-what-it-may': ['libs/metrics/src/a.ts', '@redress/queues'],
  'wiring-is-for-apps': ['libs/queues/src/k.ts', '@redress/wiring'],
  'platform-imports-only-what-it-may': ['libs/platform/src/a.ts', '@redress/complaints'],
  'a-lib-is-entered-by-its-index': ['libs/queues/src/b.ts', '../../clocks/src/secret'],
  'adapters-are-for-the-platform': ['libs/queues/src/c.ts', '@redress/event-store/postgres'],
  'calendars-are-built-when-published': ['libs/queues/src/i.ts', '@redress/sla/build-calendar'],
  'no-lib-imports-an-app': ['libs/queues/src/d.ts', '../../../apps/all-in-one/src/main'],
  'no-app-imports-an-app': ['apps/api/src/a.ts', '../../all-in-one/src/main'],
  'the-console-knows-the-api-only': ['apps/console/src/a.ts', '@redress/kernel'],
  'code-does-not-import-tests': ['libs/queues/src/e.ts', '@redress/testing'],
  'kafkajs-only-in-its-lib': ['libs/queues/src/f.ts', 'kafkajs'],
  'kafka-is-for-adapters': ['libs/queues/src/j.ts', '@redress/kafka'],
  'kafka-imports-only-what-it-may': ['libs/kafka/src/a.ts', '@redress/http'],
  'kurrent-only-in-its-adapter': ['libs/queues/src/g.ts', '@kurrent/kurrentdb-client'],
  'the-sql-driver-only-where-sql-is': ['libs/queues/src/h.ts', 'pg'],
};

/** What there is to be imported. */
const SUPPORT = [
  ...['kernel', 'kafka', 'wiring', 'sla', 'http', 'complaints', 'queues', 'metrics', 'clocks', 'testing'].map(
    (lib) => `libs/${lib}/src/index.ts`,
  ),
  'libs/clocks/src/secret.ts',
  'libs/sla/src/build-calendar/index.ts',
  'libs/event-store/src/postgres/index.ts',
  'apps/all-in-one/src/main.ts',
];

interface Cruise {
  readonly summary: {
    readonly violations: readonly { readonly from: string; readonly rule: { readonly name: string } }[];
  };
}

describe('the boundaries', () => {
  let folder: string;
  let broken: ReadonlySet<string>;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'redress-boundaries-'));
    const write = (file: string, text: string): void => {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    };
    copyFileSync(join(ROOT, 'tsconfig.json'), join(folder, 'tsconfig.json'));
    for (const file of SUPPORT) write(file, 'export const here = 1;\n');
    for (const name of ['kafkajs', '@kurrent/kurrentdb-client', 'pg']) {
      write(
        `node_modules/${name}/package.json`,
        JSON.stringify({ name, version: '1.0.0', main: 'index.js' }),
      );
      write(`node_modules/${name}/index.js`, 'module.exports = {};\n');
    }
    for (const [file, target] of Object.values(BREACHES))
      write(file, `import * as it from '${target}';\nexport const seen = it;\n`);
    write('libs/sla/src/b.ts', "import * as it from './a';\nexport const seen = it;\n");
    const output = execFileSync(
      process.execPath,
      [CLI, 'apps', 'libs', '--config', CONFIG, '--output-type', 'json'],
      {
        cwd: folder,
        encoding: 'utf8',
        maxBuffer: 64 * 1024 * 1024,
      },
    );
    const { summary } = JSON.parse(output) as Cruise;
    broken = new Set(summary.violations.map(({ rule, from }) => `${rule.name} ${from}`));
  }, 60_000);

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(Object.entries(BREACHES))('%s goes red', (rule, [file]) => {
    expect(broken).toContain(`${rule} ${file}`);
  });

  it('has a breach for each rule', async () => {
    const { forbidden } = (await import(CONFIG)) as { forbidden: readonly { readonly name: string }[] };
    expect(Object.keys(BREACHES).sort()).toEqual(forbidden.map(({ name }) => name).sort());
  });
});
