import { Pool } from 'pg';
import { CommitSignals, CommitWatch, ReadModel } from '.';

const pool = new Pool(); // never connected: nothing is asked here
const long = { atLeastMs: 0, atMostMs: 60_000, signal: new AbortController().signal };

describe('a commit watch', () => {
  const signals = new CommitSignals();
  const readModel = new ReadModel({ pool, signals });
  let watch: CommitWatch;

  beforeEach(() => {
    watch = new CommitWatch(readModel, 'cases');
  });
  afterEach(() => {
    watch.end();
  });

  it('sleeps until a commit of its projection', async () => {
    let woken = false;
    const sleeping = watch.sleep(long).then(() => (woken = true));
    signals.committed('another');
    await new Promise(setImmediate);
    expect(woken).toBe(false);
    signals.committed('cases');
    await sleeping;
  });

  it('does not miss the commit that came while its owner was busy, and sleeps again after it', async () => {
    signals.committed('cases');
    signals.committed('cases');
    await watch.sleep(long);
    const stop = new AbortController();
    let woken = false;
    const again = watch.sleep({ ...long, signal: stop.signal }).then(() => (woken = true));
    await new Promise(setImmediate);
    expect(woken).toBe(false);
    stop.abort();
    await again;
  });

  it('sleeps at least and at most as long as it is told', async () => {
    signals.committed('cases');
    const from = Date.now();
    await watch.sleep({ ...long, atLeastMs: 30 });
    await watch.sleep({ ...long, atMostMs: 30 });
    expect(Date.now() - from).toBeGreaterThanOrEqual(55);
  });

  it('ends its sleep when it is told to stop, whatever it still had to sleep', async () => {
    const stop = new AbortController();
    const sleeping = watch.sleep({ atLeastMs: 60_000, atMostMs: 60_000, signal: stop.signal });
    stop.abort();
    await sleeping;
  });
});
