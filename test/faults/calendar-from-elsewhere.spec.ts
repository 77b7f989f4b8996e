import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { dueMarks, explainClock, RecordDueMarks } from '@redress/clocks';
import { ChangeCase, complaintStream } from '@redress/complaints';
import { eventStoreMigrations } from '@redress/event-store/postgres';
import { VirtualClock } from '@redress/kernel';
import { personalDataMigrations } from '@redress/personal-data/postgres';
import { readModelMigrations, type Projection } from '@redress/read-model';
import { findCalendar } from '@redress/sla';
import { createTestDatabase, originOf, type TestDatabase } from '@redress/testing';
import { openDeskProcess, type DeskProcess } from '../support/desk-process';

/** A Monday. */
const NINE = Date.UTC(2026, 0, 5, 9);
const HOUR = 3_600_000;

interface Told {
  readonly complaintId: string;
  readonly policyVersion: number;
}

// Each process learns the calendars for itself: only another one can know what this one does not.
describe('a calendar that another process publishes, and a case under it', () => {
  const masterKey = randomBytes(32);
  let database: TestDatabase;
  let clock: VirtualClock;
  let desk: DeskProcess;

  const open = async (...projections: readonly Projection[]): Promise<void> => {
    desk = await openDeskProcess({ url: database.url, masterKey, clock, projections });
    await desk.publish('own-hours', '08:00-16:00');
    expect(await desk.register()).toMatchObject({ policyVersion: 1 });
  };

  beforeEach(async () => {
    database = await createTestDatabase([eventStoreMigrations, personalDataMigrations, readModelMigrations]);
    clock = new VirtualClock(NINE);
  });
  afterEach(async () => {
    await desk.stop();
    await database.drop();
  });

  /** Has another process publish a calendar and a policy, and register a case. */
  async function elsewhere(calendar: string): Promise<Told> {
    const script = join(__dirname, 'publish-elsewhere.process.ts');
    const given = [database.url, masterKey.toString('hex'), String(clock.now()), calendar];
    const { stdout } = await promisify(execFile)(process.execPath, [
      ...['-r', require.resolve('@swc-node/register'), script],
      ...given,
    ]);
    const told = JSON.parse(stdout) as Told;
    expect(told.policyVersion).toBe(2);
    return told;
  }

  const factsOf = async ({ complaintId }: Told) =>
    (await desk.store.readStream(complaintStream(complaintId))).map(({ type }) => type);

  it('is learnt by the read models of one that runs already: nothing is parked', async () => {
    await open(dueMarks);
    const { complaintId } = await elsewhere('for-read-models');
    await desk.projections.shown(dueMarks.name);
    expect(await desk.projections.readModel.parked()).toEqual([]);
    const { rows } = await database.pool.query<{ next_due_at: string }>(
      `SELECT next_due_at FROM read_model.due_marks WHERE stream = $1`,
      [complaintStream(complaintId)],
    );
    expect(rows).toEqual([{ next_due_at: String(NINE + 2 * HOUR) }]);
  }, 60_000);

  it('is learnt by one that gets a command to the case', async () => {
    await open();
    const told = await elsewhere('for-commands');
    expect(findCalendar('for-commands')).toBeUndefined();
    clock.advanceTo(NINE + 5 * HOUR);
    const change = { type: 'ResolveComplaint', resolvedBy: 'agent-1' } as const;
    await desk.bus.execute(new ChangeCase(told.complaintId, change, {}, originOf()));
    expect(await factsOf(told)).toEqual(
      expect.arrayContaining(['ClockMarkReached', 'ClockBreached', 'ClockStopped', 'ComplaintResolved']),
    );
  }, 60_000);

  it('is learnt by the timekeeper', async () => {
    await open();
    const told = await elsewhere('for-the-timekeeper');
    expect(findCalendar('for-the-timekeeper')).toBeUndefined();
    clock.advanceTo(NINE + 3 * HOUR);
    const stream = complaintStream(told.complaintId);
    await desk.bus.execute(new RecordDueMarks(stream, told.complaintId, originOf()));
    expect((await factsOf(told)).at(-1)).toBe('ClockMarkReached');
  }, 60_000);

  it('is learnt by whoever asks where the time of the clock went', async () => {
    await open();
    const { complaintId } = await elsewhere('for-questions');
    expect(findCalendar('for-questions')).toBeUndefined();
    const history = await desk.store.readStream(complaintStream(complaintId));
    expect(explainClock(history, { clock: 'resolution' }, NINE + HOUR)).toMatchObject({ runningMs: HOUR });
  }, 60_000);

  it('is what new cases run by, within a second', async () => {
    await open();
    await elsewhere('for-new-cases');
    const publishedBy = performance.now();
    let versions = [(await desk.register()).policyVersion];
    while (versions.at(-1) !== 2 && performance.now() < publishedBy + 10_000) {
      versions = [...versions, (await desk.register()).policyVersion];
    }
    expect(performance.now() - publishedBy).toBeLessThan(2_000);
    expect(versions).toEqual([...versions].sort());
  }, 60_000);
});
