import { createTestDatabase, type TestDatabase } from '@redress/testing';
import { Pool } from 'pg';
import { MAX_TEXT_BYTES, RelayProgress, tellRelayProgress } from '..';
import { PostgresChannels } from './postgres-channels';

/** What was heard on a channel, and waits for more. */
class Ear {
  readonly heardTexts: string[] = [];
  hearings = 0;
  isDeaf = true;
  #wake: () => void = () => undefined;

  heard(text: string): void {
    if (text === 'nonsense') throw new Error('nonsense was heard');
    this.heardTexts.push(text);
    this.#wake();
  }

  hearing(): void {
    this.hearings += 1;
    this.isDeaf = false;
    this.#wake();
  }

  deaf(): void {
    this.isDeaf = true;
    this.#wake();
  }

  async until(met: () => boolean): Promise<void> {
    while (!met()) await new Promise<void>((resolve) => (this.#wake = resolve));
  }
}

describe('channels over PostgreSQL', () => {
  let database: TestDatabase;
  let ends: (() => Promise<void>)[];
  const failures: unknown[] = [];

  beforeEach(async () => {
    database = await createTestDatabase();
    ends = [];
    failures.length = 0;
  });
  afterEach(async () => {
    for (const end of ends.reverse()) await end();
    await database.drop();
  });

  /** As in a process of its own, with one connection. */
  async function open(): Promise<PostgresChannels> {
    const pool = new Pool({ connectionString: database.url, max: 1 });
    pool.on('error', () => undefined);
    ends.push(() => pool.end());
    const channels = await PostgresChannels.open({
      pool,
      backoff: { firstMs: 10, maxMs: 50 },
      onFailure: (error) => failures.push(error),
    });
    ends.push(() => channels.close());
    return channels;
  }
  async function listening(channels: PostgresChannels, channel = 'a'): Promise<Ear> {
    const ear = new Ear();
    channels.listen(channel, ear);
    await ear.until(() => !ear.isDeaf);
    return ear;
  }
  const cutAll = () =>
    database.pool.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );

  it('tell everyone who listens to the channel, in order, this process too', async () => {
    const [one, other] = [await open(), await open()];
    const ears = [await listening(one), await listening(other)];
    const elsewhere = await listening(other, 'b');
    const texts = Array.from({ length: 50 }, (_, index) => `${String(index)} ✓`);
    await one.tell('a', texts.slice(0, 30));
    await one.tell('a', texts.slice(30));
    await one.tell('b', ['last']);
    for (const ear of ears) await ear.until(() => ear.heardTexts.length >= 50);
    await elsewhere.until(() => elsewhere.heardTexts.length > 0);
    for (const ear of ears) expect(ear.heardTexts).toEqual(texts);
    expect(elsewhere.heardTexts).toEqual(['last']);
  });

  it('take texts of up to so many bytes', async () => {
    const channels = await open();
    const ear = await listening(channels);
    const text = '事'.repeat(Math.floor(MAX_TEXT_BYTES / 3));
    await channels.tell('a', [text]);
    await ear.until(() => ear.heardTexts.length > 0);
    expect(ear.heardTexts).toEqual([text]);
  });

  it('say when something may have been missed, and hear again by themselves', async () => {
    const [teller, channels] = [await open(), await open()];
    const ear = await listening(channels);
    const own = await listening(teller);
    await cutAll();
    await ear.until(() => ear.isDeaf);
    await own.until(() => own.isDeaf);
    await expect(teller.tell('a', ['lost'])).rejects.toThrow('no connection');
    await ear.until(() => ear.hearings >= 2);
    await own.until(() => own.hearings >= 2);
    await teller.tell('a', ['found']);
    await ear.until(() => ear.heardTexts.length > 0);
    expect(ear.heardTexts).toEqual(['found']);
  });

  it('live through a text that somebody can not take', async () => {
    const channels = await open();
    const ear = await listening(channels);
    await channels.tell('a', ['nonsense', 'sense']);
    await ear.until(() => ear.heardTexts.length > 0);
    expect(ear.heardTexts).toEqual(['sense']);
    expect(failures.map(String)).toEqual(['Error: nonsense was heard']);
  });

  it('say no more to who has ended listening', async () => {
    const channels = await open();
    const ear = new Ear();
    const end = channels.listen('a', ear);
    await ear.until(() => !ear.isDeaf);
    const other = await listening(channels);
    end();
    await channels.tell('a', ['one']);
    await other.until(() => other.heardTexts.length > 0);
    expect(ear.heardTexts).toEqual([]);
  });

  describe("bring a relay's progress", () => {
    it('which counts for those who were at the end of the topic after it was heard', async () => {
      const channels = await open();
      const progress = new RelayProgress(channels, 'redress.events.v1');
      const other = new RelayProgress(channels, 'another');
      const ear = await listening(channels, 'redress_relay');
      expect(progress.publishedAt(Date.now())).toBeUndefined();
      const before = Date.now();
      tellRelayProgress(channels, 'redress.events.v1', before - 60_000);
      await ear.until(() => ear.heardTexts.length >= 1);
      const between = Date.now();
      await new Promise((resolve) => setTimeout(resolve, 20));
      const storeAt = Date.now();
      tellRelayProgress(channels, 'redress.events.v1', storeAt);
      await ear.until(() => ear.heardTexts.length >= 2);
      expect(progress.publishedAt(before - 1)).toBeUndefined();
      expect(progress.publishedAt(between)).toBeGreaterThanOrEqual(before - 60_000);
      expect(progress.publishedAt(between)).toBeLessThan(before - 30_000);
      expect(progress.publishedAt(Date.now())).toBeGreaterThanOrEqual(storeAt);
      expect(other.publishedAt(Date.now())).toBeUndefined();
      progress.end();
      other.end();
    });

    it('and keeps a few reports of those there were, the newest among them', async () => {
      const channels = await open();
      const progress = new RelayProgress(channels, 't');
      const ear = await listening(channels, 'redress_relay');
      const begin = Date.now() - 60_000_000;
      for (let told = 0; told < 1_000; told++) tellRelayProgress(channels, 't', begin + told * 60_000);
      await ear.until(() => ear.heardTexts.length >= 1_000);
      const newest = progress.publishedAt(Date.now()) ?? 0;
      expect(Math.abs(newest - (begin + 999 * 60_000))).toBeLessThan(30_000);
      progress.end();
    });
  });
});
