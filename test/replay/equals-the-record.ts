import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { ReplayResult } from './replay-servicenow';

interface Expected {
  readonly minutes: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly sla: Readonly<Record<string, unknown>>;
  readonly slaByPriority: Readonly<Record<string, unknown>>;
  readonly [figure: string]: unknown;
}

/** The figures that are on record for a file. */
export const expectedFigures = (file: string): Expected =>
  JSON.parse(readFileSync(join(dirname(file), 'expected.json'), 'utf8')) as Expected;

/** The lines of verdicts that are on record for a file and a policy. */
export const recordedVerdicts = (file: string, policy: string): readonly string[] =>
  gunzipSync(readFileSync(join(dirname(file), 'verdicts.csv.gz')))
    .toString()
    .trim()
    .split('\n')
    .filter((line) => line.startsWith(`${policy},`));

/** Holds what a replay under a policy gave against what is on record for the file. */
export function equalsTheRecord(file: string, policy: string, replayed: () => ReplayResult): void {
  const expected = expectedFigures(file);

  it('gives every count', () => {
    const { minutes: _, sla, slaByPriority, ...counts } = expected;
    expect(replayed().report).toMatchObject(counts);
    expect(replayed().report['sla']).toEqual({ [policy]: sla[policy] });
    expect(replayed().report['slaByPriority']).toEqual({ [policy]: slaByPriority[policy] });
  });

  it('gives every quantile, and the means to a hundredth of a percent', () => {
    const minutes = replayed().report['minutes'] as Expected['minutes'];
    for (const [clock, statistics] of Object.entries(expected.minutes)) {
      for (const [name, value] of Object.entries(statistics)) {
        const tolerance = name === 'mean' ? value / 10_000 : 0.005;
        expect([clock, name, Math.abs((minutes[clock]?.[name] ?? NaN) - value) <= tolerance]).toEqual([
          clock,
          name,
          true,
        ]);
      }
    }
  });

  it('gives every verdict and due instant', () => {
    const [head = '', ...lines] = replayed().verdicts.trim().split('\n');
    expect(head).toBe('policy,clock,case,verdict,dueAt');
    expect(lines.sort()).toEqual(recordedVerdicts(file, policy).toSorted());
  });
}
