import type { Money, TimelineEvent } from '../api/types';
import type { Words } from '../i18n/use-words';
import { periodText } from '../ui/period';

/** What an event says beside its name: a label, and what stands behind it. */
interface Detail {
  readonly field: string;
  readonly label: string;
  readonly value: string;
  /** The case that is meant, where it is one. */
  readonly caseId?: string;
}

type Told = Pick<TimelineEvent, 'type' | 'data'>;
type Say = (value: unknown, words: Words, event: Told) => string | undefined;

/** What an event does with the places that it names: others only carry where the case stood. */
const PLACES = new Set([
  'ComplaintRegistered',
  'ComplaintAssigned',
  'ComplaintClaimed',
  'ComplaintTransferred',
  'ComplaintReturned',
]);
const PRIORITIES = new Set(['ComplaintRegistered', 'ComplaintReprioritised']);
/** Of these, `dueAt` is when the fact itself fell due: it stands at its head. */
const DUE_NOW = new Set([
  'ClockBreached',
  'ClockMarkReached',
  'ClockNearDue',
  'ClockPauseExpired',
  'EscalationRaised',
  'EscalationSuperseded',
]);

const text: Say = (value) => (typeof value === 'string' ? value : undefined);
const count: Say = (value, { number }) => (typeof value === 'number' ? number(value) : undefined);
const instant: Say = (value, { dateTime }) => (typeof value === 'string' ? dateTime(value) : undefined);
const period: Say = (value, words) => (typeof value === 'string' ? periodText(words, value) : undefined);
const percent: Say = (value) => (typeof value === 'number' ? `${String(value)} %` : undefined);
const yesOnly: Say = (value, { t }) => (value === true ? t('act.yes') : undefined);
const yesNo: Say = (value, { t }) =>
  typeof value === 'boolean' ? t(value ? 'act.yes' : 'act.no') : undefined;

const word =
  (group: Parameters<Words['word']>[0]): Say =>
  (value, words) =>
    typeof value === 'string' ? words.word(group, value) : undefined;

const each =
  (say: Say): Say =>
  (value, words, event) =>
    Array.isArray(value) && value.length > 0
      ? value.flatMap((one: unknown) => say(one, words, event) ?? []).join(', ')
      : undefined;

const onlyIn =
  (types: ReadonlySet<string>, say: Say): Say =>
  (value, words, event) =>
    types.has(event.type) ? say(value, words, event) : undefined;

const fields = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

const policy: Say = (value, { t }) => {
  const { name, version } = fields(value);
  return typeof name === 'string' && typeof version === 'number'
    ? t('case.policyOf', { name, version })
    : undefined;
};

const target: Say = (value, words, event) => period(fields(value)['within'], words, event);

const place: Say = (value, { t }) => {
  const { team, agent } = fields(value);
  if (typeof team !== 'string') return undefined;
  return `${team}, ${typeof agent === 'string' ? agent : t('board.pool')}`;
};

const remedy: Say = (value, { word: named, money }) => {
  const { kind, amount } = fields(value);
  if (typeof kind !== 'string') return undefined;
  const { minor, currency } = fields(amount);
  const cost: Money | undefined =
    typeof minor === 'number' && typeof currency === 'string' ? { minor, currency } : undefined;
  return `${named('remedy', kind)}${cost === undefined ? '' : ` ${money(cost)}`}`;
};

const pausedClock: Say = (value, words, event) => {
  const { clock, dueAt } = fields(value);
  const name = word('clock')(clock, words, event);
  const due = instant(dueAt, words, event);
  return due === undefined ? name : `${name ?? ''} (${words.t('case.due')} ${due})`;
};

/** A reason is a code of whoever gave it; of a clock it is a word of ours, or what is waited for. */
const reason: Say = (value, words, { type }) => {
  if (typeof value !== 'string') return undefined;
  if (type === 'ClockClosed') return words.word('reason', value);
  return type.startsWith('Clock') ? words.word('waitsFor', value) : value;
};

const mark: Say = (value, words, event) =>
  value === 'due' ? words.t('case.due') : (percent(value, words, event) ?? period(value, words, event));

/** A step of a ladder tells a role; it gives a case to a team. */
const told: Say = (value, words, { data }) =>
  data['action'] === 'tell'
    ? word('role')(value, words, { type: '', data })
    : text(value, words, { type: '', data });

/** What is said of an event, in this order: by the name of the field. */
const SAID: Readonly<Record<string, Say>> = {
  clock: word('clock'),
  at: mark,
  mark: percent,
  before: period,
  action: word('ladderAction'),
  to: told,
  supersededBy: word('supersededBy'),
  verdict: word('clockState'),
  judged: word('clockState'),
  known: word('clockState'),
  now: word('clockState'),
  because: each(word('event')),
  target,
  dueAt: (value, words, event) => (DUE_NOW.has(event.type) ? undefined : instant(value, words, event)),
  clockDueAt: instant,
  stoppedAt: (value, words, event) =>
    event.type === 'ClockStopCorrected' ? instant(value, words, event) : undefined,
  elapsedMs: (value, { duration }) => (typeof value === 'number' ? duration(value) : undefined),
  endedAt: instant,
  beyondCalendar: yesOnly,
  pausedAt: instant,
  beganAt: instant,
  clocks: each(pausedClock),
  unapproved: yesOnly,
  waitsFor: word('waitsFor'),
  waitedFor: word('waitsFor'),
  approval: (value, { t }) => (value === undefined ? undefined : t('resolutionState.approval-requested')),
  kind: word('kind'),
  category: text,
  reference: text,
  channel: word('channel'),
  tier: word('tier'),
  specialCare: yesOnly,
  severity: word('severity'),
  previousSeverity: word('severity'),
  priority: onlyIn(PRIORITIES, (value) => (typeof value === 'number' ? `P${String(value)}` : undefined)),
  previousPriority: (value) => (typeof value === 'number' ? `P${String(value)}` : undefined),
  policy,
  previousPolicy: policy,
  team: onlyIn(PLACES, text),
  agent: onlyIn(PLACES, text),
  from: place,
  level: count,
  chases: count,
  relation: word('relation'),
  otherId: text,
  into: text,
  clocksFrom: word('clocksFrom'),
  acknowledgedAt: instant,
  reason,
  within: period,
  requestedBy: text,
  answerBy: instant,
  fulfilBy: instant,
  renegotiatedBy: word('party'),
  remedies: each(remedy),
  exceeds: word('exceeds'),
  approvers: each(word('role')),
  proposedBy: text,
  approvedBy: text,
  declinedBy: text,
  wasOffered: yesOnly,
  resolvedBy: text,
  followUp: yesNo,
  first: yesOnly,
  cycleOver: yesOnly,
  outcome: word('followUp'),
  csat: count,
  askedAt: instant,
  upheld: yesNo,
};

/** The fields that have words. */
export const SAID_FIELDS: readonly string[] = Object.keys(SAID);

/** The fields that say nothing to a reader beside the rest: ids, counters, what stands at the head of the event or in its texts. */
export const UNSAID_FIELDS: ReadonlySet<string> = new Set([
  'authority',
  'callbackId',
  'cause',
  'closedAt',
  'complaintId',
  'customerId',
  'cycle',
  'detectedAt',
  'instance',
  'judgedAgainAt',
  'number',
  'part',
  'paused',
  'previous',
  'promisedAt',
  'resolutionId',
  'role',
  'splitFrom',
  'startedAt',
  'step',
]);

const IS_CASE: ReadonlySet<string> = new Set(['otherId', 'into']);

/** What an event says, in words. */
export function detailsOf(event: Told, words: Words): readonly Detail[] {
  return Object.entries(SAID).flatMap(([field, say]) => {
    const raw = event.data[field];
    const value = raw === undefined || raw === null ? undefined : say(raw, words, event);
    if (value === undefined || value === '') return [];
    const label = words.word('field', field);
    if (IS_CASE.has(field) && typeof raw === 'string')
      return [{ field, label, value: raw.slice(-8), caseId: raw }];
    return [{ field, label, value }];
  });
}
