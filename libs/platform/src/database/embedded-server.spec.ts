import { spawn } from 'node:child_process';
import { chmod, chown, mkdtemp, readFile, readdir, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { OwnerProcess, postmasterPid } from '../../../../test/support/owner-process';
import { isAlive } from './native-process';

let base: string;
const owners: OwnerProcess[] = [];

function own(): OwnerProcess {
  const owner = new OwnerProcess({ DATA_DIR: base });
  owners.push(owner);
  return owner;
}

async function query<Row extends object>(url: string, text: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

const written = async (url: string): Promise<string[]> =>
  (await query<{ what: string }>(url, 'SELECT what FROM written')).map(({ what }) => what);

const acknowledged = (owner: OwnerProcess): string[] =>
  owner.heard.flatMap((said) => (said.written === undefined ? [] : [said.written]));

async function writeSome(owner: OwnerProcess): Promise<void> {
  owner.tell('write');
  await owner.hear((said) => said.written === '50');
}

async function serverPid(): Promise<number> {
  const pid = await postmasterPid(base);
  if (pid === undefined) throw new Error('no server runs');
  return pid;
}

async function answers(url: string): Promise<boolean> {
  return query(url, 'SELECT 1').then(
    () => true,
    () => false,
  );
}

beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'redress owner-')));
  await chmod(base, 0o711);
});

afterEach(async () => {
  for (const owner of owners.splice(0)) await owner.clear(base);
  await rm(base, { recursive: true, force: true });
});

describe('the built-in PostgreSQL', () => {
  it('keeps the data from one start to the next, and leaves no process behind', async () => {
    const first = own();
    await writeSome(first);
    first.signal('SIGTERM');
    expect((await first.end()).code).toBe(0);
    expect(await postmasterPid(base)).toBeUndefined();
    expect((await readdir(base)).sort()).toEqual(['postgres', 'postgres.log']);

    const second = own();
    expect(await written(await second.url())).toEqual(expect.arrayContaining(acknowledged(first)));
    const pid = await serverPid();
    second.tell('stop');
    expect(await second.end()).toEqual({ code: 0, complaint: '' });
    expect(isAlive(pid)).toBe(false);
  });

  it('is durable, listens to this machine alone, asks for its password and logs no statement', async () => {
    const url = await own().url();
    const names = ['fsync', 'full_page_writes', 'listen_addresses', 'server_encoding', 'synchronous_commit'];
    const settings = await query<{ setting: string }>(
      url,
      `SELECT setting FROM pg_settings WHERE name IN ('${names.join("','")}') ORDER BY name`,
    );
    expect(settings.map(({ setting }) => setting)).toEqual(['on', 'on', '127.0.0.1', 'UTF8', 'on']);
    expect((await stat(join(base, 'postgres', 'redress-password'))).mode & 0o777).toBe(0o600);
    await expect(query(url.replace(/:[^:@]*@/, ':guessed@'), 'SELECT 1')).rejects.toThrow('password');
    await expect(query(url, `SELECT 'Zhang San'::integer`)).rejects.toThrow('Zhang San');
    expect(await readFile(join(base, 'postgres.log'), 'utf8')).not.toContain('Zhang San');
  });

  it('sorts by code point, whatever the locale of the machine', async () => {
    const url = await own().url();
    const sorted = await query<{ word: string }>(
      url,
      `SELECT word FROM (VALUES ('é'), ('a'), ('Z'), ('客')) AS w (word) ORDER BY word`,
    );
    expect(sorted.map(({ word }) => word)).toEqual(['Z', 'a', 'é', '客']);
  });
});

describe('one owner', () => {
  it('refuses a second process on the same data in one line, and the first goes on', async () => {
    const first = own();
    const url = await first.url();
    const { code, complaint } = await own().end();
    expect(code).toBe(1);
    expect(complaint).toBe(
      `DATA_DIR=${base}: It is in use by process ${String(first.pid)}. Stop that one, or set another folder.\n`,
    );
    expect(await answers(url)).toBe(true);
  });

  it('lets one of four first starts at once win', async () => {
    const all = [own(), own(), own(), own()];
    const outcomes = await Promise.all(
      all.map((owner) =>
        owner.url().then(
          () => 'owns',
          (error: unknown) => String(error),
        ),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'owns')).toHaveLength(1);
    const winner = all[outcomes.indexOf('owns')];
    const refusals = outcomes.filter((outcome) => outcome !== 'owns');
    expect(refusals.every((refusal) => refusal.includes(`in use by process ${String(winner?.pid)}`))).toBe(
      true,
    );
    expect((await readdir(base)).sort()).toEqual(['postgres', 'postgres.log']);
  });

  it('passes to another while the server is down and the first is held up; the first is told, and leaves it alone', async () => {
    const heldUp = own();
    await heldUp.url();
    heldUp.signal('SIGSTOP');
    process.kill(await serverPid(), 'SIGKILL');
    const next = own();
    const url = await next.url();
    heldUp.signal('SIGCONT');
    const { lost } = await heldUp.hear((said) => said.lost !== undefined);
    expect(lost).toContain(`in use by process ${String(next.pid)}`);
    heldUp.tell('stop');
    expect((await heldUp.end()).code).toBe(0);
    expect(await answers(url)).toBe(true);
  });
});

describe('after a kill', () => {
  it('takes over the server that a killed process has left, with all that was acknowledged', async () => {
    const killed = own();
    await writeSome(killed);
    const left = await serverPid();
    killed.signal('SIGKILL');
    await killed.end();
    expect(isAlive(left)).toBe(true);

    const next = own();
    const url = await next.url();
    expect(await serverPid()).toBe(left);
    expect(await written(url)).toEqual(expect.arrayContaining(acknowledged(killed)));
    next.tell('stop');
    expect((await next.end()).code).toBe(0);
    expect(isAlive(left)).toBe(false);
  });

  it('lets nothing of the killed process happen later', async () => {
    const killed = own();
    const url = await killed.url();
    const straggler = new Client({ connectionString: url });
    const cut = new Promise((resolve) => straggler.on('error', resolve));
    await straggler.connect();
    await straggler.query('CREATE TABLE late (what text)');
    await straggler.query('BEGIN');
    await straggler.query(`INSERT INTO late VALUES ('not committed')`);
    killed.signal('SIGKILL');
    await killed.end();

    const next = await own().url();
    await cut;
    expect(await query(next, 'SELECT * FROM late')).toEqual([]);
    await straggler.end();
  });

  it('starts when the server was killed as well', async () => {
    const killed = own();
    await writeSome(killed);
    killed.signal('SIGKILL');
    process.kill(await serverPid(), 'SIGKILL');
    await killed.end();
    expect(await written(await own().url())).toEqual(expect.arrayContaining(acknowledged(killed)));
  });

  it("starts when the dead server's process number went to another program", async () => {
    const first = own();
    await first.url();
    first.tell('stop');
    await first.end();
    const cluster = join(base, 'postgres');
    const { uid, gid } = await stat(cluster);
    // Of the same user: the number of another user's process does not mislead PostgreSQL.
    const other = spawn('sleep', ['60'], process.getuid?.() === 0 ? { uid, gid } : {});
    const mark = `${String(other.pid)}\n${cluster}\n1\n25432\n\n127.0.0.1\n0 0\nready   \n`;
    await writeFile(join(cluster, 'postmaster.pid'), mark);
    await chown(join(cluster, 'postmaster.pid'), uid, gid);
    expect(await answers(await own().url())).toBe(true);
    other.kill();
  });

  it('starts over when the first start was killed half-way', async () => {
    const first = own();
    const making = async (): Promise<boolean> =>
      (await readdir(base)).some((name) => name.startsWith('postgres.new-'));
    for (const giveUpAt = Date.now() + 10_000; !(await making()) && Date.now() < giveUpAt;) await pause(5);
    first.signal('SIGKILL');
    await first.end();
    expect(await answers(await own().url())).toBe(true);
    expect((await readdir(base)).sort()).toEqual(['postgres', 'postgres.log']);
  });

  it('brings a killed server back on the same URL by itself', async () => {
    const owner = own();
    const url = await owner.url();
    await query(url, 'CREATE TABLE kept (what text)');
    process.kill(await serverPid(), 'SIGKILL');
    await owner.hear((said) => said.note === 'the built-in PostgreSQL is back');
    expect(await query(url, 'SELECT * FROM kept')).toEqual([]);
    owner.tell('stop');
    expect((await owner.end()).code).toBe(0);
    expect(await postmasterPid(base)).toBeUndefined();
  });
});

describe('Ctrl-C', () => {
  it('reaches node alone, which still writes before it stops the server', async () => {
    const owner = own();
    await owner.url();
    owner.signal('SIGINT');
    expect(await owner.end()).toEqual({ code: 0, complaint: '' });
    expect(await written(await own().url())).toEqual(['SIGINT']);
  });
});

describe('the port', () => {
  it('is another one when its own is taken', async () => {
    const first = own();
    const port = Number(new URL(await first.url()).port);
    first.tell('stop');
    await first.end();
    const other = createServer().listen(port, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const url = await own().url();
    expect(Number(new URL(url).port)).not.toBe(port);
    expect(await answers(url)).toBe(true);
    await new Promise((resolve) => other.close(resolve));
  });
});
