import { toIso, type EpochMs } from '@redress/kernel';
import { ROUND_THE_CLOCK, type LadderStep, type Rule, type Target } from '@redress/sla';
import { Document, isMap, isScalar, visit } from 'yaml';
import type { WrittenStep } from './escalation-ladder';
import { writeOwnClocks } from './own-clocks';
import { writePausedBy } from './paused-by';
import type { SlaRules } from './sla-rules';
import type { WrittenPolicy, WrittenRule, WrittenTarget } from './written-policy';

/** What has each of its members on a line of its own. */
const LINES_DOWN_TO: readonly unknown[] = ['targets', 'clocks'];

/**
 * A policy as YAML that `parsePolicy` reads as the same policy: a version of it, or a draft. It names calendars, and no versions of them.
 */
export function writePolicy({
  name,
  effectiveFrom,
  ...said
}: { readonly name: string; readonly effectiveFrom?: EpochMs } & SlaRules): string {
  const written: WrittenPolicy = {
    name,
    ...(effectiveFrom === undefined ? {} : { effectiveFrom: toIso(effectiveFrom).replace('.000Z', 'Z') }),
    ...(said.clocks === undefined ? {} : { clocks: writeOwnClocks(said.clocks) }),
    rules: said.rules.map(writeRule),
  };
  const document = new Document(written, { aliasDuplicateObjects: false });
  visit(document, {
    Pair(_, { key, value }) {
      if (!isScalar(key) || !isMap(value)) return;
      if (!LINES_DOWN_TO.includes(key.value)) value.flow = true;
    },
  });
  return document.toString({ lineWidth: 110 });
}

const writeRule = ({ match, targets }: Rule): WrittenRule => ({
  ...(Object.keys(match).length === 0 ? {} : { match }),
  targets: Object.fromEntries(targets.map((target) => [target.clock, writeTarget(target)])),
});

/** The inverse of `readTarget`. What is as it would be without a word is left out. */
function writeTarget(target: Target): WrittenTarget {
  const { within, calendar, pausedBy, ladder } = target;
  const marks = [...target.marks, ...(target.nearMarks ?? [])];
  return {
    within,
    ...(calendar.name === ROUND_THE_CLOCK.name ? {} : { calendar: calendar.name }),
    ...(pausedBy.length === 0 ? {} : { pausedBy: writePausedBy(target) }),
    ...(marks.length === 0 ? {} : { marks }),
    ...(ladder === undefined ? {} : { escalation: ladder.map(writeStep) }),
  };
}

const writeStep = ({ at, action, to }: LadderStep): WrittenStep => ({ at, [action]: to });
