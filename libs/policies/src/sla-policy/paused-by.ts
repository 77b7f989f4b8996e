import { checkWithin, SlaError, type Calendar, type PauseLimit, type Target } from '@redress/sla';
import type { LocatedYaml, YamlPath } from '../document-file/located-yaml';

/** A reason of waiting as people write it: alone, or with how far it makes the clock stand still. */
export type WrittenPause =
  string | { readonly reason: string; readonly longest?: string; readonly approval?: boolean };

const reasonOf = (pause: WrittenPause): string => (typeof pause === 'string' ? pause : pause.reason);

/** What pauses a target. Fails the text where a reason stands there twice, or a length can't be used on the calendar. */
export function readPausedBy(
  written: readonly WrittenPause[],
  {
    path,
    yaml,
    calendar,
  }: { readonly path: YamlPath; readonly yaml: LocatedYaml; readonly calendar: Calendar },
): Pick<Target, 'pausedBy' | 'pauseLimits'> {
  const reasons = written.map(reasonOf);
  const limits = yaml.readAll(
    written.map((pause, place) => (): readonly PauseLimit[] => {
      const reason = reasonOf(pause);
      if (reasons.indexOf(reason) < place) yaml.fail([...path, place], `says ${reason} a second time`);
      if (typeof pause === 'string') return [];
      const { longest, approval } = pause;
      if (longest !== undefined) assertUsable(longest, calendar, [...path, place, 'longest'], yaml);
      if (longest === undefined && approval !== true) return [];
      return [
        {
          reason,
          ...(longest === undefined ? {} : { longest }),
          ...(approval === true ? { needsApproval: true } : {}),
        },
      ];
    }),
  );
  const pauseLimits = limits.flat();
  return { pausedBy: reasons, ...(pauseLimits.length === 0 ? {} : { pauseLimits }) };
}

function assertUsable(longest: string, calendar: Calendar, path: YamlPath, yaml: LocatedYaml): void {
  try {
    checkWithin(longest, calendar);
  } catch (error) {
    if (!(error instanceof SlaError)) throw error;
    yaml.fail(path, `can't be used: ${error.message}`);
  }
}

/** The inverse of `readPausedBy`. */
export const writePausedBy = ({ pausedBy, pauseLimits = [] }: Target): readonly WrittenPause[] =>
  pausedBy.map((reason) => {
    const limit = pauseLimits.find((one) => one.reason === reason);
    if (limit === undefined) return reason;
    const { longest, needsApproval } = limit;
    return {
      reason,
      ...(longest === undefined ? {} : { longest }),
      ...(needsApproval === true ? { approval: true } : {}),
    };
  });
