import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import { StartupError } from '../config/startup-error';
import { runnableBinaries, type Binaries } from './binaries';
import { ensureCluster, readPassword, ROLE } from './cluster';
import { findDataHome, type DataHome } from './data-home';
import { becomeOwner, cutOffOthers, isTransient, OwnedByAnother } from './owner-session';
import { PortTaken, runningPostmaster, startPostmaster, stopPostmaster } from './postmaster';
import { reasonOf } from './reason-of';

/** Below the ports that the system gives to clients: one that calls a server that is down could be given its very port. */
const FIRST_PORT = 25_432;
const PORTS = 1_000;

/** How long a server may be there and take no connections: it may be shutting down, or replaying the log of a crash. */
const UNREACHABLE_MS = 60_000;

const RETRY_MS = 250;

/** What is told of a database after its start. */
export interface DatabaseEvents {
  /** Something that an operator should read; one line. */
  readonly note: (line: string) => void;
  /** The data now belong to another process, which took them while the built-in server was down: this process must end. */
  readonly lost: (error: StartupError) => void;
}

/**
 * The built-in PostgreSQL on a folder of this machine. One process owns it at a time. It runs on when its owner is killed, and
 * the next owner takes it over; when it is killed itself, its owner starts it again on the same port.
 */
export class EmbeddedServer {
  readonly #events: DatabaseEvents;
  readonly #binaries: Binaries;
  readonly #password: string;
  #port: number;
  #guarding = false;
  #stopping = false;
  #lost = false;
  #watch: Promise<void> = Promise.resolve();

  private constructor(
    readonly home: DataHome,
    binaries: Binaries,
    password: string,
    port: number,
    events: DatabaseEvents,
  ) {
    this.#binaries = binaries;
    this.#password = password;
    this.#port = port;
    this.#events = events;
  }

  /** Starts the server, or takes over one that a killed process has left. Throws a StartupError. */
  static async start(dataDir: string, events: DatabaseEvents): Promise<EmbeddedServer> {
    const home = await findDataHome(dataDir, events.note);
    const binaries = await runnableBinaries(home.base, home.runAs);
    await ensureCluster(home, binaries);
    const server = new EmbeddedServer(
      home,
      binaries,
      await readPassword(home),
      await freePort(home.base),
      events,
    );
    try {
      const owner = await server.#own();
      await createDatabase(owner);
      server.#guard(owner);
      return server;
    } catch (error) {
      throw server.#explain(error);
    }
  }

  get url(): string {
    return this.#urlOf(ROLE);
  }

  /** Where the data lie, in words. */
  get description(): string {
    const { cluster, base, wanted } = this.home;
    const apart = base === wanted ? '' : `, because the user that runs it can't reach ${wanted}`;
    return `built-in PostgreSQL ${this.#binaries.version.split('.', 2).join('.')} on ${cluster}${apart}`;
  }

  /** Stops the server, once what is being done to start it again has come to an end. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#watch;
    if (!this.#lost) await stopPostmaster(this.home, this.#binaries);
  }

  #urlOf(database: string): string {
    return `postgresql://${ROLE}:${this.#password}@127.0.0.1:${String(this.#port)}/${database}`;
  }

  /** Becomes the owner of the server that runs on the data, and starts one first where there is none. */
  async #own(): Promise<Client> {
    const giveUpAt = Date.now() + UNREACHABLE_MS;
    for (;;) {
      const started = await this.#ensureRunning();
      try {
        const owner = await becomeOwner(this.#urlOf('postgres'));
        await this.#checkFolder(owner);
        if (!started) await cutOffOthers(owner);
        return owner;
      } catch (error) {
        if (!isTransient(error) || this.#stopping || Date.now() > giveUpAt) throw error;
        await pause(RETRY_MS / 5);
      }
    }
  }

  /** Returns whether it had to be started. */
  async #ensureRunning(): Promise<boolean> {
    const running = await runningPostmaster(this.home);
    if (running === undefined) return this.#startOrFind();
    if (running.port > 0) this.#port = running.port;
    return false;
  }

  async #startOrFind(): Promise<boolean> {
    try {
      await startPostmaster(this.home, this.#binaries, this.#port);
      return true;
    } catch (error) {
      if ((await runningPostmaster(this.home)) !== undefined) return this.#ensureRunning(); // another process was faster
      // Once the URL is given away the port stays; before that, somebody may have taken it since it was found free.
      if (this.#guarding || !(error instanceof PortTaken)) throw error;
      this.#port = await freePort(this.home.base);
      return this.#ensureRunning();
    }
  }

  /** A folder that was copied while its server ran brings that server's mark along. */
  async #checkFolder(owner: Client): Promise<void> {
    const { rows } = await owner.query<{ folder: string }>(
      `SELECT current_setting('data_directory') AS folder`,
    );
    const folder = rows[0]?.folder ?? '';
    if (folder === this.home.cluster || process.platform === 'win32') return;
    await owner.end();
    throw this.#inUse(`Its server was started on ${folder}: the folder was moved or copied while that ran.`);
  }

  #inUse(what: string): StartupError {
    return new StartupError('DATA_DIR', this.home.base, `${what} Stop that one, or set another folder.`);
  }

  #explain(error: unknown): StartupError {
    if (error instanceof StartupError) return error;
    if (error instanceof OwnedByAnother) return this.#inUse(`It is in use by process ${String(error.pid)}.`);
    return this.#inUse(`A server runs on it and refuses: ${reasonOf(error).message}.`);
  }

  /** When the owner's session ends, the server is down or was restarted. */
  #guard(owner: Client): void {
    this.#guarding = true;
    owner.once('end', () => {
      if (!this.#stopping) this.#watch = this.#ownAgain();
    });
  }

  async #ownAgain(): Promise<void> {
    let said = '';
    const note = (line: string): void => {
      if (line !== said) this.#events.note(line);
      said = line;
    };
    note('the built-in PostgreSQL has gone; getting it back');
    for (;;) {
      try {
        this.#guard(await this.#own());
        note('the built-in PostgreSQL is back');
        return;
      } catch (error) {
        if (this.#stopping) return;
        const reason = this.#explain(error);
        if (error instanceof OwnedByAnother) {
          this.#lost = true;
          this.#events.lost(reason);
          return;
        }
        note(reason.message);
        await pause(RETRY_MS);
      }
    }
  }
}

async function createDatabase(owner: Client): Promise<void> {
  const { rowCount } = await owner.query('SELECT 1 FROM pg_database WHERE datname = $1', [ROLE]);
  if (rowCount === 0) await owner.query(`CREATE DATABASE ${ROLE}`);
}

/** The same folder gets the same port, as long as that is free. */
async function freePort(base: string): Promise<number> {
  const offset = createHash('sha256').update(base).digest().readUInt32BE() % PORTS;
  for (let step = 0; step < PORTS; step++) {
    const port = FIRST_PORT + ((offset + step) % PORTS);
    if (await isFree(port)) return port;
  }
  throw new StartupError(
    'DATA_DIR',
    base,
    `No port from ${String(FIRST_PORT)} on is free for PostgreSQL. Stop what takes them, or set DATABASE_URL.`,
  );
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => {
      resolve(false);
    });
    probe.listen(port, '127.0.0.1', () => {
      probe.close(() => {
        resolve(true);
      });
    });
  });
}
