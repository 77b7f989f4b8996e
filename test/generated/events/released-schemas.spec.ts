import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { releasedSchemas } from './released-schemas';
import type { Schema } from './schema';

const FILE = 'docs/events/ComplaintChased.v1.schema.json';
const OTHER = 'docs/events/ClockStarted.v2.schema.json';

/** Inside of a git hook, git would be told to work on another repository. */
const ENVIRONMENT = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))),
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
};

const schema = (field: string): Schema => ({ type: 'object', properties: { [field]: { type: 'number' } } });

describe('what git has of released schemas', () => {
  let folder: string;
  let repository: string;

  const git = (...args: readonly string[]): void => {
    execFileSync('git', ['-C', repository, '-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
      stdio: 'ignore',
      env: ENVIRONMENT,
    });
  };
  const commit = (files: Readonly<Record<string, string>>): void => {
    for (const [path, text] of Object.entries(files)) writeFileSync(join(repository, path), text);
    git('add', '--all');
    git('commit', '--message', 'change');
  };
  const textOf = (field: string): string => `${JSON.stringify(schema(field), null, 2)}\n`;
  const found = () =>
    releasedSchemas(repository).schemas.map(({ type, version, schema: { properties = {} } }) => [
      type,
      version,
      ...Object.keys(properties),
    ]);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'redress-schemas-'));
    repository = join(folder, 'repository');
    mkdirSync(join(repository, 'docs/events'), { recursive: true });
    git('init', '--initial-branch', 'main');
    commit({ [FILE]: textOf('chases'), [OTHER]: textOf('at'), 'docs/events/README.md': 'Read me.\n' });
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('is every schema with its text, and no other file', () => {
    expect(found().toSorted()).toEqual([
      ['ClockStarted', 2, 'at'],
      ['ComplaintChased', 1, 'chases'],
    ]);
    expect(releasedSchemas(repository).schemas.map(({ text }) => text)).toContain(textOf('chases'));
    expect(releasedSchemas(repository).gap).toBeUndefined();
  });

  it('is all that it ever was: a file that was rewritten, then deleted, and committed like that', () => {
    commit({ [FILE]: textOf('times') });
    git('rm', FILE);
    git('commit', '--message', 'away');
    expect(found().filter(([type]) => type === 'ComplaintChased')).toEqual([
      ['ComplaintChased', 1, 'times'],
      ['ComplaintChased', 1, 'chases'],
    ]);
  });

  it('is not what was only written, and not committed', () => {
    writeFileSync(join(repository, FILE), textOf('draft'));
    expect(found().flat()).not.toContain('draft');
  });

  it('is what a merge brought, not what a branch had in between', () => {
    git('switch', '--create', 'branch');
    commit({ 'docs/events/New.v1.schema.json': textOf('first') });
    commit({ 'docs/events/New.v1.schema.json': textOf('second') });
    git('switch', 'main');
    git('merge', '--no-ff', 'branch');
    expect(found().filter(([type]) => type === 'New')).toEqual([['New', 1, 'second']]);
  });

  it('is found where the repository is a folder of a larger one', () => {
    mkdirSync(join(repository, 'inner'));
    cpSync(join(repository, 'docs'), join(repository, 'inner/docs'), { recursive: true });
    commit({});
    expect(releasedSchemas(join(repository, 'inner')).schemas).toHaveLength(2);
  });

  it('says so where the history is not, or not wholly, there', () => {
    commit({ [FILE]: textOf('times') });
    const shallow = join(folder, 'shallow');
    execFileSync('git', ['clone', '--depth', '1', `file://${repository}`, shallow], { stdio: 'ignore' });
    expect(releasedSchemas(shallow)).toMatchObject({ gap: expect.stringContaining('shallow') as unknown });
    expect(releasedSchemas(shallow).schemas).toHaveLength(2);
    const none = join(folder, 'none');
    mkdirSync(none);
    expect(releasedSchemas(none)).toEqual({ schemas: [], gap: 'there is no git history here' });
  });
});
