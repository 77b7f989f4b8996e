import {
  checkWithin,
  findCalendar,
  parseDuration,
  parseWithin,
  ROUND_THE_CLOCK,
  SlaError,
  type Calendar,
  type PolicyClock,
  type Target,
} from '@redress/sla';
import { runningTimeAt } from '../document-file/document-file';
import type { LocatedYaml, YamlPath } from '../document-file/located-yaml';
import { ladderOf } from './escalation-ladder';
import { readPausedBy } from './paused-by';
import type { WrittenTarget } from './written-policy';

/** The calendar that a target names, or the one that it has without naming any. */
export const calendarNameOf = ({ calendar = ROUND_THE_CLOCK.name }: WrittenTarget): string => calendar;

/** Where a target stands, and what else there is to know of it. */
export interface TargetPlace {
  readonly path: YamlPath;
  readonly yaml: LocatedYaml;
  /** The calendars that stand in for those that are published. */
  readonly find: CalendarFinder;
}

/** Gives the calendar of a name that stands in for the published one; undefined where none does. */
export type CalendarFinder = (name: string) => Calendar | undefined;

/**
 * A target, with the newest version that is known of its calendar. Throws PolicyFileError with what is wrong at `path`: each part of a
 * target is read by a function of its own, and all of them are heard of at once.
 */
export function readTarget(clock: PolicyClock, written: WrittenTarget, place: TargetPlace): Target {
  const [timed, paused, near, ladder] = place.yaml.readAll([
    () => readTime(written, place),
    () => readPauses(written, place),
    () => readNearMarks(written, place),
    () => readLadder(written, place),
  ]);
  return { clock, ...timed, ...paused, marks: readMarks(written), ...near, ...ladder };
}

/** How long, and on which calendar. */
function readTime(written: WrittenTarget, place: TargetPlace): Pick<Target, 'within' | 'calendar'> {
  const { within } = written;
  const { path, yaml } = place;
  const check = (read: () => void): void => {
    try {
      read();
    } catch (error) {
      if (!(error instanceof SlaError)) throw error;
      yaml.fail([...path, 'within'], `can't be used: ${error.message}`);
    }
  };
  const [calendar] = yaml.readAll([
    () => readCalendar(written, place),
    () => {
      check(() => parseWithin(within));
    },
  ]);
  check(() => {
    checkWithin(within, calendar);
  });
  const { name, version } = calendar;
  return { within, calendar: { name, version } };
}

function readCalendar(written: WrittenTarget, { path, yaml, find }: TargetPlace): Calendar {
  const name = calendarNameOf(written);
  return find(name) ?? findCalendar(name) ?? yaml.fail([...path, 'calendar'], `names no calendar: ${name}`);
}

/** A calendar that nobody knows is told where it is named: a limit on it can't be judged. */
function readPauses(
  written: WrittenTarget,
  { path, yaml, find }: TargetPlace,
): Pick<Target, 'pausedBy' | 'pauseLimits'> {
  const name = calendarNameOf(written);
  const calendar = find(name) ?? findCalendar(name) ?? ROUND_THE_CLOCK;
  return readPausedBy(written.pausedBy ?? [], { path: [...path, 'pausedBy'], yaml, calendar });
}

const readMarks = ({ marks = [] }: WrittenTarget): readonly number[] =>
  marks.filter((mark) => typeof mark === 'number').toSorted((a, b) => a - b);

/** Those by the time that is left, the most of it first. Of a target of running time it must be less than all of it. */
function readNearMarks(
  { marks = [], within }: WrittenTarget,
  { path, yaml }: TargetPlace,
): Pick<Target, 'nearMarks'> {
  const lengths = yaml.readAll(
    marks.map((mark, place) => () => {
      if (typeof mark === 'number') return [];
      const left = runningTimeAt([...path, 'marks', place], mark, yaml);
      if (left >= wholeOf(within)) {
        yaml.fail([...path, 'marks', place], `leaves nothing of the ${within}: ${mark} must be less`);
      }
      return [{ mark, left }];
    }),
  );
  const nearMarks = lengths
    .flat()
    .sort((a, b) => b.left - a.left)
    .map(({ mark }) => mark);
  return nearMarks.length === 0 ? {} : { nearMarks };
}

/** The running time of a target; of days it depends on where they fall. What can't be read is refused as such. */
function wholeOf(within: string): number {
  try {
    return parseDuration(within);
  } catch {
    return Infinity;
  }
}

const readLadder = (
  { escalation, marks = [] }: WrittenTarget,
  { path, yaml }: TargetPlace,
): Pick<Target, 'ladder'> =>
  escalation === undefined
    ? {}
    : { ladder: ladderOf(escalation, marks, { path: [...path, 'escalation'], yaml }) };
