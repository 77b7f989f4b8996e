import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { presentJars } from './kafka-jars';
import { startKafka } from './kafka-service';
import { stopRunning } from './service-process';

const JARS = join(__dirname, '../../.services/kafka');
/** Below those that the system gives out by itself and that embedded servers take, and another one for each run. */
const PORT = 11_000 + (process.pid % 3_500) * 2;

/** A broker for one spec, to be killed. */
export class OwnBroker {
  private constructor(
    private readonly folder: string,
    private readonly jars: string,
  ) {}

  /** Throws where the broker's jars were never downloaded. */
  static async begin(): Promise<OwnBroker> {
    const jars = await presentJars(JARS);
    if (jars === undefined) throw new Error('the broker was never downloaded: npm run services:up');
    const broker = new OwnBroker(await mkdtemp(join(tmpdir(), 'redress-kafka-')), jars);
    await broker.start();
    return broker;
  }

  /** Its `host:port`, the same after every start. */
  readonly address = `127.0.0.1:${String(PORT)}`;

  async start(): Promise<void> {
    await startKafka(this.folder, { port: PORT, jars: this.jars, note: () => undefined });
  }

  async kill(): Promise<void> {
    await stopRunning(this.folder, { signal: 'SIGKILL', withinMs: 0 });
  }

  async end(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }
}
