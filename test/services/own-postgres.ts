import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPrograms, startPostgres } from './postgres-service';
import { runTool, stopRunning } from './service-process';

/** Below those that the system gives out by itself and that embedded servers take, and another one for each run. */
const PORT = 8_500 + (process.pid % 2_500);

/** A PostgreSQL server of the system's packages for one spec, to be killed. */
export class OwnPostgres {
  private constructor(
    private readonly folder: string,
    readonly url: string,
  ) {}

  static async begin(): Promise<OwnPostgres> {
    const folder = await mkdtemp(join(tmpdir(), 'redress-postgres-'));
    await chmod(folder, 0o711);
    return new OwnPostgres(folder, await startPostgres(folder, { port: PORT, note: () => undefined }));
  }

  async start(): Promise<void> {
    await startPostgres(this.folder, { port: PORT, note: () => undefined });
  }

  /** At once, as a machine that loses power, but for what the operating system still writes. */
  async kill(): Promise<void> {
    await stopRunning(this.folder, { signal: 'SIGKILL', withinMs: 0 });
  }

  /** Backs a schema of a database up; gives what puts it back as it was. */
  async backUp(database: string, schema: string): Promise<() => Promise<void>> {
    const programs = await findPrograms();
    const file = join(this.folder, `${schema}.dump`);
    await must(join(programs, 'pg_dump'), ['-Fc', '-n', schema, '-f', file, '-d', database]);
    return async () => {
      await must(join(programs, 'psql'), ['-q', '-c', `DROP SCHEMA ${schema} CASCADE`, '-d', database]);
      await must(join(programs, 'pg_restore'), ['--exit-on-error', '-d', database, file]);
    };
  }

  async end(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }
}

async function must(program: string, args: readonly string[]): Promise<void> {
  const { failed, output } = await runTool(program, args);
  if (failed) throw new Error(`${program}: ${output}`);
}
