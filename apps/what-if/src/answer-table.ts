import type { WhatIfAnswer, WhatIfClock, WhatIfCounts, WhatIfFlip } from '@redress/what-if';

type Row = readonly string[];

const VERDICTS = ['met', 'missed', 'running', 'none'] as const satisfies readonly (keyof WhatIfCounts)[];

/** An answer as a text that people read. */
export function answerTable(answer: WhatIfAnswer): string {
  const { range, asOf, as, cases, subjects, clocks, groups, flips } = answer;
  const parts = [
    `Cases registered from ${day(range.from)} to before ${day(range.to)}: ${byKind(cases) || 'none'}.`,
    ...(Object.keys(subjects).length === 0 ? [] : [`Subjects opened in it: ${byKind(subjects)}.`]),
    `Judged once more by ${judgeOf(answer)}, as of ${asOf}. Nothing was changed.`,
    `Left of → is what is on record${as === 'known' ? ', as known now' : ''}, right of it what would be.`,
  ];
  if (clocks.length > 0)
    parts.push(
      '',
      ...counted(
        'clock',
        clocks.map((clock) => [clock.clock, clock] as const),
      ),
    );
  for (const by of new Set(groups.map((group) => group.by))) {
    const own = groups.filter((group) => group.by === by);
    parts.push(
      '',
      ...counted(
        `by ${by}`,
        own.map((group) => [`${group.group} ${group.clock}`, group] as const),
      ),
    );
  }
  if (flips.items.length > 0) parts.push('', ...flipped(flips.items));
  const left = flips.total - flips.items.length;
  if (left > 0) parts.push(`… and ${number(left)} more: --flips lists as many as you want.`);
  return `${parts.join('\n')}\n`;
}

const byKind = (counts: WhatIfAnswer['cases']): string =>
  Object.entries(counts)
    .map(([kind, n]) => `${number(n)} of kind ${kind}`)
    .join(', ');

function judgeOf({ judgedBy: { name, version, calendars } }: WhatIfAnswer): string {
  const policy =
    name === null
      ? 'the versions they fell under'
      : `${name}${version === null ? ' (not published)' : ` version ${String(version)}`}`;
  return calendars.length === 0 ? policy : `${policy}, calendars tried out: ${calendars.join(', ')}`;
}

/** As judged then on the left, as it would be on the right. */
const counted = (title: string, rows: readonly (readonly [string, WhatIfClock])[]): string[] => {
  const head = [title, ...VERDICTS.map((one) => one), '→', ...VERDICTS, 'changed'];
  return aligned([
    head,
    ...rows.map(([name, { recorded, wouldBe, flips }]) => [
      name,
      ...VERDICTS.map((one) => number(recorded[one])),
      '→',
      ...VERDICTS.map((one) => number(wouldBe[one])),
      number(flips),
    ]),
  ]);
};

const flipped = (items: readonly WhatIfFlip[]): string[] =>
  aligned([
    ['of', 'clock', 'run', 'team', 'was', 'due', '→', 'would be', 'due'],
    ...items.map(({ clock, instance, team, was, wouldBe, ...flip }) => [
      ...[nameOf(flip), clock, String(instance), team],
      ...[was.verdict, was.dueAt ?? '-', '→', wouldBe.verdict, wouldBe.dueAt ?? '-'],
    ]),
  ]);

/** A case by its number, where it has one; a subject with what it is. */
const nameOf = ({
  kind,
  subjectId,
  complaintId,
  reference,
}: Pick<WhatIfFlip, 'kind' | 'subjectId' | 'complaintId' | 'reference'>): string =>
  subjectId === null ? (reference ?? complaintId ?? '') : `${kind} ${subjectId}`;

/** In columns as wide as they must be; numbers to the right. */
function aligned(rows: readonly Row[]): string[] {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, n) =>
    Math.max(...rows.map((row) => row[n]?.length ?? 0)),
  );
  const isNumbers = widths.map(
    (_, n) => n > 0 && rows.slice(1).every((row) => /^[\d,]+$/.test(row[n] ?? '')),
  );
  return rows.map((row) =>
    row
      .map((cell, n) => (isNumbers[n] === true ? cell.padStart(widths[n] ?? 0) : cell.padEnd(widths[n] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

const number = (n: number): string => n.toLocaleString('en');

/** A day where it is the first instant of one in UTC. */
const day = (instant: string): string => instant.replace('T00:00:00.000Z', '');
