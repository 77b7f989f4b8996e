import fc from 'fast-check';
import { commitTexts, readText, statusTexts, type ToldCommit, type ToldStatus } from './told-progress';

const name = fc.stringMatching(/^[a-z][a-z-]{0,60}$/);
const partition = fc.nat({ max: 255 });
const commit: fc.Arbitrary<ToldCommit> = fc.record({
  projection: name,
  generation: fc.nat(),
  positions: fc
    .array(fc.tuple(partition, fc.stringMatching(/^\d{16,80}$/)), { maxLength: 256 })
    .map((entries) => new Map(entries)),
});
const status: fc.Arbitrary<ToldStatus> = fc.record({
  projection: name,
  generation: fc.nat(),
  partitions: fc.uniqueArray(partition, { maxLength: 256 }).map((all) => all.sort((a, b) => a - b)),
  agoMs: fc.option(fc.nat(), { nil: undefined }),
});

const expectShort = (texts: readonly string[]): void => {
  for (const text of texts) expect(Buffer.byteLength(text)).toBeLessThan(8_000);
};
/** A large commit may come in several; together they are the same. */
const flat = (commits: readonly ToldCommit[]) =>
  commits.flatMap(({ projection, generation, positions }) =>
    [...positions].map((place) => [projection, generation, ...place] as const),
  );
const sorted = (lines: readonly unknown[]) => lines.map((line) => JSON.stringify(line)).sort();

describe('what is told of projections', () => {
  it('arrives as it was told, in texts that a channel takes, however much it is', () => {
    fc.assert(
      fc.property(
        fc.array(commit, { maxLength: 14 }),
        fc.array(status, { maxLength: 14 }),
        (commits, statuses) => {
          const told = [commitTexts(commits), statusTexts(statuses)];
          told.forEach(expectShort);
          const [heardCommits, heardStatuses] = told.map((texts) => texts.map(readText));
          expect(sorted(flat(heardCommits?.flatMap((text) => text.commits) ?? []))).toEqual(
            sorted(flat(commits)),
          );
          expect(heardStatuses?.flatMap((text) => text.statuses)).toEqual(statuses);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('includes a commit of no partition: rows changed all the same', () => {
    const nothing = { projection: 'cases', generation: 3, positions: new Map() };
    expect(commitTexts([nothing]).map(readText)).toEqual([{ commits: [nothing], statuses: [] }]);
  });

  it('goes out in several texts for twelve projections of 256 partitions', () => {
    const partitions = Array.from({ length: 256 }, (_, index) => index);
    const positions = new Map(partitions.map((number) => [number, '0000000000001234567']));
    const every = Array.from({ length: 12 }, (_, index) => ({
      projection: `projection-${String(index)}`,
      generation: index,
      positions,
      partitions: partitions.filter((number) => number % 2 === 0),
      agoMs: 1_000,
    }));
    const told = [commitTexts(every), statusTexts(every)];
    told.forEach(expectShort);
    expect(told.map(({ length }) => length)).toEqual([12, 1]);
    expect(
      told[0]?.flatMap((text) => readText(text).commits.flatMap((one) => [...one.positions])),
    ).toHaveLength(12 * 256);
  });

  it('takes one text for twelve projections of eight partitions', () => {
    const names = Array.from({ length: 12 }, (_, index) => `projection-${String(index)}`);
    const partitions = [0, 1, 2, 3, 4, 5, 6, 7];
    const positions = new Map(partitions.map((number) => [number, '0000000000001234567']));
    expect(commitTexts(names.map((projection) => ({ projection, generation: 1, positions })))).toHaveLength(
      1,
    );
    expect(
      statusTexts(names.map((projection) => ({ projection, generation: 1, partitions, agoMs: 200 }))),
    ).toHaveLength(1);
  });
});
