import { execFileSync } from 'node:child_process';
import { EVENTS_FOLDER, versionOfFile, type VersionedSchema, type Schema } from './schema';

/** A schema as git has it. */
export interface ReleasedSchema extends VersionedSchema {
  /** The text of the file, and the last one that it had. */
  readonly text: string;
}

/** All that git remembers. */
export interface Released {
  /** Every schema that was ever committed on the way to HEAD, the newest first; one that was changed is there several times. */
  readonly schemas: readonly ReleasedSchema[];
  /** Why it may not be all; undefined: it is all. */
  readonly gap?: string;
}

const NOTHING = /^0+$/;
const BATCH_BYTES = 256 * 1024 * 1024;

/**
 * What has been released: a schema is, once it is committed on the line of first parents that leads to HEAD. History can't be edited by
 * the change that is looked at, so neither a deleted file nor one that was rewritten to fit goes unseen.
 * @param root of the repository
 */
export function releasedSchemas(root: string): Released {
  const git = (args: readonly string[], input = ''): Buffer =>
    execFileSync('git', ['-C', root, ...args], {
      input,
      maxBuffer: BATCH_BYTES,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
  let log: string;
  let shallow: boolean;
  try {
    shallow = git(['rev-parse', '--is-shallow-repository']).toString().trim() === 'true';
    log = git([
      ...['log', '--first-parent', '-m', '--format=', '--raw', '--no-abbrev', '--no-renames', '--relative'],
      ...['HEAD', '--', EVENTS_FOLDER],
    ]).toString();
  } catch {
    return { schemas: [], gap: 'there is no git history here' };
  }
  const wanted = new Map<
    string,
    { readonly type: string; readonly version: number; readonly blob: string }
  >();
  for (const line of log.split('\n')) {
    const [facts = '', path = ''] = line.split('\t');
    const [, , , blob] = facts.split(' ');
    const event = versionOfFile(path.replace(`${EVENTS_FOLDER}/`, ''));
    if (event === undefined || blob === undefined || NOTHING.test(blob)) continue;
    wanted.set(`${path} ${blob}`, { ...event, blob });
  }
  const files = [...wanted.values()];
  const texts = readBatch(git(['cat-file', '--batch'], files.map(({ blob }) => `${blob}\n`).join('')));
  const schemas = files.map(({ type, version }, index) => {
    const text = texts[index] ?? '';
    return { type, version, text, schema: JSON.parse(text) as Schema };
  });
  return shallow ? { schemas, gap: 'only a part of the git history is here (a shallow clone)' } : { schemas };
}

/** Of each object: a line with its name, kind and size in bytes, then its content and the end of a line. */
function readBatch(output: Buffer): readonly string[] {
  const texts: string[] = [];
  for (let at = 0; at < output.length;) {
    const end = output.indexOf('\n', at);
    const size = Number(output.subarray(at, end).toString().split(' ')[2]);
    texts.push(output.subarray(end + 1, end + 1 + size).toString());
    at = end + 1 + size + 1;
  }
  return texts;
}
