import { isOwnClock, type OwnClock, type OwnClockName } from '@redress/sla';
import type { LocatedYaml } from '../document-file/located-yaml';
import type { WrittenClock, WrittenPolicy } from './written-policy';

/** The clocks that a policy defines. Fails the text at each target for one that it does not. */
export function readOwnClocks(
  { clocks, rules }: WrittenPolicy,
  yaml: LocatedYaml,
): { clocks?: readonly OwnClock[] } {
  const defined = Object.entries(clocks ?? {}) as [OwnClockName, WrittenClock][];
  const isDefined = (name: string): boolean => defined.some(([clock]) => clock === name);
  yaml.readAll(
    rules.flatMap(({ targets }, rule) =>
      Object.keys(targets)
        .filter((clock) => isOwnClock(clock) && !isDefined(clock))
        .map(
          (clock) => () =>
            yaml.fail(['rules', rule, 'targets', clock], 'is no clock that this policy defines'),
        ),
    ),
  );
  if (defined.length === 0) return {};
  return {
    clocks: defined.map(([clock, { starts, stops, per, closes = closedByDefault({ starts, stops }) }]) => ({
      ...{ clock, starts, stops, closes, per },
    })),
  };
}

/** The inverse of `readOwnClocks`. */
export const writeOwnClocks = (clocks: readonly OwnClock[]): Readonly<Record<string, WrittenClock>> =>
  Object.fromEntries(
    clocks.map(({ clock, starts, stops, closes, per }) => {
      const isDefault = closes.join() === closedByDefault({ starts, stops }).join();
      return [clock, { starts, stops, ...(isDefault ? {} : { closes }), per }];
    }),
  );

/** What happens to a case when it is closed, or only then. */
const AFTER_CLOSING: readonly string[] = ['ComplaintClosed', 'ComplaintArchived', 'ComplaintReopened'];

/** Nobody waits for anything of a closed case, but for what comes only then. */
const closedByDefault = ({ starts, stops }: Pick<OwnClock, 'starts' | 'stops'>): readonly string[] =>
  [...starts, ...stops].some((name) => AFTER_CLOSING.includes(name)) ? [] : ['ComplaintClosed'];
