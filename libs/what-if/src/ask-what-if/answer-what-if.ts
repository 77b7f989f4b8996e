import type { RunsJudgedAs } from '@redress/clocks';
import type { EventStore } from '@redress/event-store';
import { DomainError, fromIso, toIso, type EpochMs } from '@redress/kernel';
import { PolicyFileError, TrialDocuments, TRIAL_VERSION, type PolicyShelf } from '@redress/policies';
import { instantInLog } from '@redress/read-model';
import { SlaError, type Policy } from '@redress/sla';
import { judgedBy, PoliciesAsRecorded } from '../retelling/judging-policies';
import { retellLog } from '../retelling/retell-log';
import type { ComparedRun, RetoldName } from '../retelling/retold-stream';
import { Tally, type Flip, type FlipSide, type WhatIfGrouping } from '../retelling/tally';
import type { WhatIfAnswer, WhatIfFlip, WhatIfVerdictSide } from './what-if-answer.dto';
import type { WhatIfBody } from './what-if-question.dto';

const DEFINITIONS: Readonly<Record<RunsJudgedAs, string>> = {
  judged:
    'Runs of the clocks of cases registered and subjects opened in the range: as judged then, and as they would have been judged then had the targets been chosen as judgedBy says, by the same facts with the same pauses and extensions. Each is filed under the case or subject at its end, or of now while it goes.',
  known:
    'Runs of the clocks of cases registered and subjects opened in the range: by all that is known now, facts that were told late among it, as they are on record, and as they would be had the targets been chosen as judgedBy says, with the same pauses and extensions. Each is filed under the case or subject at its end, or of now while it goes.',
};

const GROUPS: readonly WhatIfGrouping[] = ['team', 'priority'];
const FLIPS = 100;

/** The name under which the text of a policy that is tried out is read; those of calendars have others. */
const POLICY_TEXT = 'policy';

/** What an answer is made from. */
export interface WhatIfSources {
  readonly store: EventStore;
  readonly policies: PolicyShelf;
  /** Both sides are judged by what was known then, unless the question says by when. */
  readonly now: EpochMs;
  readonly signal?: AbortSignal | undefined;
  /** Hears of every flip, listed in the answer or not, in the order in which what they belong to was over. */
  readonly onFlip?: (flip: WhatIfFlip) => void;
  /** Asked every now and then: where it gives a promise, that is waited for. */
  readonly rest?: () => Promise<void> | undefined;
  /** Hears of every run that is compared. */
  readonly onRun?: (name: RetoldName, run: ComparedRun) => void;
}

/**
 * Answers from the log alone, and writes nothing. Throws DomainErrors `range-empty`, `policy-ambiguous`, `draft-unusable`, `policy-unknown`
 * and `instant-in-future`, and the reason of the signal.
 */
export async function answerWhatIf(
  question: Pick<WhatIfBody, keyof WhatIfBody>,
  { store, policies, now, signal, rest, onFlip, onRun }: WhatIfSources,
): Promise<WhatIfAnswer> {
  const [from, to] = [fromIso(question.from), fromIso(question.to)];
  if (from >= to) throw new DomainError('invalid', 'range-empty', 'to must lie after from.');
  const { policyYaml, policy: named, draft } = question;
  if ([policyYaml, named, draft].filter((one) => one !== undefined).length > 1) {
    throw new DomainError('invalid', 'policy-ambiguous', 'Give at most one of policyYaml, policy and draft.');
  }
  const until =
    question.asOf === undefined ? undefined : await instantInLog(store, fromIso(question.asOf), now);
  const asOf = until?.at ?? now;
  const trial = await openTrial(store, question);
  try {
    const policy = trial.policy ?? (await published(policies, trial, question));
    const { kind, as = 'judged', groups = GROUPS, flips = FLIPS } = question;
    const tally = new Tally({
      groups,
      flips,
      ...(kind === undefined ? {} : { kinds: new Set(kind) }),
      onFlip:
        onFlip &&
        ((flip) => {
          onFlip(flipOf(flip));
        }),
    });
    const retelling = {
      from,
      to,
      until,
      rest,
      asKnown: as === 'known',
      policies: policy === undefined ? new PoliciesAsRecorded(policies, trial) : judgedBy(policy),
      ...(signal === undefined ? {} : { signal }),
    };
    await retellLog(store, retelling, (retold) => {
      const { name, place } = retold;
      if (place !== undefined && !retold.isAgain) tally.count(name, place);
      for (const run of retold.takeRuns(asOf, as)) {
        tally.add(name, run);
        onRun?.(name, run);
      }
    });
    return {
      definition: DEFINITIONS[as],
      as,
      range: { from: toIso(from), to: toIso(to) },
      asOf: toIso(asOf),
      judgedBy: {
        name: policy?.name ?? null,
        version: policy === undefined || policy.version === TRIAL_VERSION ? null : policy.version,
        calendars: trial.calendars,
      },
      cases: Object.fromEntries(tally.cases),
      subjects: Object.fromEntries(tally.subjects),
      clocks: tally.clocks,
      groups: tally.groups,
      flips: {
        total: tally.clocks.reduce((sum, clock) => sum + clock.flips, 0),
        items: tally.flips.map(flipOf),
      },
    };
  } finally {
    trial.close();
  }
}

async function openTrial(
  store: EventStore,
  { policyYaml, draft, calendars }: Pick<WhatIfBody, 'policyYaml' | 'draft' | 'calendars'>,
): Promise<TrialDocuments> {
  try {
    return await TrialDocuments.open(store, {
      ...(policyYaml === undefined ? {} : { policy: policyYaml }),
      ...(draft === undefined ? {} : { draftOf: draft }),
      ...(calendars === undefined ? {} : { calendars }),
    });
  } catch (error) {
    if (!(error instanceof PolicyFileError)) throw error;
    const errors = placesOf(error);
    throw new DomainError('invalid', 'draft-unusable', error.message, errors.length === 0 ? {} : { errors });
  }
}

/** What is wrong with a text that was sent, each with the member that has it and the line. */
const placesOf = ({ file, problems }: PolicyFileError) =>
  problems.map(({ line, reason }) => ({
    field: file === POLICY_TEXT ? 'policyYaml' : 'calendars',
    code: 'draft-unusable',
    reason,
    ...(line === undefined ? {} : { line }),
  }));

/** The version asked for, with the calendars that are tried out; undefined where none was. */
async function published(
  policies: PolicyShelf,
  trial: TrialDocuments,
  { policy }: Pick<WhatIfBody, 'policy'>,
): Promise<Policy | undefined> {
  if (policy === undefined) return undefined;
  try {
    return trial.under(await policies.version(policy.name, policy.version));
  } catch (error) {
    if (!(error instanceof SlaError)) throw error;
    throw new DomainError(
      'invalid',
      'policy-unknown',
      `There is no version ${String(policy.version)} of it.`,
    );
  }
}

const flipOf = ({ name, clock, instance, cycle, place, was, wouldBe }: Flip): WhatIfFlip => ({
  kind: place.kind,
  subjectId: name.subjectId,
  complaintId: name.complaintId,
  reference: name.reference,
  registeredAt: toIso(name.begunAt),
  clock,
  instance,
  cycle,
  team: place.team,
  priority: place.priority,
  was: sideOf(was),
  wouldBe: sideOf(wouldBe),
});

const sideOf = ({ verdict, dueAt }: FlipSide): WhatIfVerdictSide => ({
  verdict,
  dueAt: dueAt === null ? null : toIso(dueAt),
});
