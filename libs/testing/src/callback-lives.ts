import type { AttemptOutcome, CallbackPurpose, SurveyAnswers } from '@redress/callbacks';
import type { RenegotiatedBy } from '@redress/complaints';
import { SYSTEM_ACTOR, type Actor, type EpochMs } from '@redress/kernel';
import type { ContactPolicy } from '@redress/policies';
import fc from 'fast-check';
import { CONTACT_POLICY } from './callbacks';

const MINUTE = 60_000;
const DAY_MINUTES = 24 * 60;

/** Zones, and an instant near which each changes its clock; Shanghai has no summer time. */
const CHANGES = [
  ['Europe/London', '2026-03-29T01:00:00Z'],
  ['Europe/London', '2026-10-25T01:00:00Z'],
  ['America/New_York', '2026-03-08T07:00:00Z'],
  ['America/New_York', '2026-11-01T06:00:00Z'],
  ['Australia/Lord_Howe', '2026-04-04T15:00:00Z'],
  ['Australia/Lord_Howe', '2026-10-03T15:30:00Z'],
  ['Asia/Shanghai', '2026-06-01T00:00:00Z'],
] as const;

/** A window as it is asked for: from when on, and for how long. It may be over, or empty. */
export interface AskedWindow {
  readonly opensInMinutes: number;
  readonly openForMinutes: number;
}

/** What a callback that is on record can be told, in the words of its commands. */
export type CallbackTold =
  | { readonly type: 'ClaimCallback' | 'StartAttempt'; readonly agent: string }
  | { readonly type: 'TransferCallback'; readonly team: string; readonly owner: string | null }
  | { readonly type: 'RecordOutcome'; readonly outcome: AttemptOutcome; readonly next?: AskedWindow }
  | { readonly type: 'CompleteCallback'; readonly answers: SurveyAnswers }
  | {
      readonly type: 'RescheduleCallback';
      readonly next: AskedWindow;
      readonly renegotiatedBy: RenegotiatedBy;
    }
  | { readonly type: 'CancelCallback'; readonly reason: string };

const askedWindow: fc.Arbitrary<AskedWindow> = fc.record({
  opensInMinutes: fc.integer({ min: -120, max: 2 * DAY_MINUTES }),
  openForMinutes: fc.oneof(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 1, max: 2 * DAY_MINUTES })),
});
const agent = fc.constantFrom('agent-1', 'agent-2');
const type = <Type extends CallbackTold['type']>(name: Type) => fc.constant(name);
/** Most calls are not answered, else few lives would be long. */
const outcome = fc.constantFrom<AttemptOutcome>(
  ...(['no-answer', 'no-answer', 'no-answer', 'busy', 'busy', 'voicemail', 'wrong-number'] as const),
  ...(['asked-to-call-later', 'refused', 'reached'] as const),
);

const told: fc.Arbitrary<CallbackTold> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ type: type('ClaimCallback'), agent }) },
  fc.record({
    type: type('TransferCallback'),
    team: fc.constantFrom('front-desk', 'back-office'),
    owner: fc.option(agent),
  }),
  { weight: 8, arbitrary: fc.record({ type: type('StartAttempt'), agent }) },
  { weight: 8, arbitrary: fc.record({ type: type('RecordOutcome'), outcome }) },
  fc.record({ type: type('RecordOutcome'), outcome: fc.constant('asked-to-call-later'), next: askedWindow }),
  fc.record({
    type: type('CompleteCallback'),
    answers: fc.constantFrom<SurveyAnswers>({}, { satisfied: true }, { satisfied: false, csat: 1 }),
  }),
  {
    weight: 2,
    arbitrary: fc.record({
      type: type('RescheduleCallback'),
      next: askedWindow,
      renegotiatedBy: fc.constantFrom<RenegotiatedBy>('customer', 'us'),
    }),
  },
  fc.record({ type: type('CancelCallback'), reason: fc.constant('no-need') }),
);

const teller = fc.constantFrom<Actor>(
  { id: 'agent-1', kind: 'staff', role: 'agent' },
  { id: 'agent-1', kind: 'staff', role: 'agent' },
  { id: 'boss', kind: 'staff', role: 'supervisor' },
  SYSTEM_ACTOR,
);

const rules = fc.record({
  quietHours: fc.constantFrom(
    { from: '21:00', to: '08:00' },
    { from: '22:30', to: '01:30' },
    { from: '01:30', to: '06:00' },
    { from: '12:00', to: '14:00' },
    { from: '10:00', to: '09:00' },
    { from: '09:00', to: '09:00' },
  ),
  attempts: fc.record({
    perDay: fc.integer({ min: 1, max: 3 }),
    apart: fc.constantFrom('PT15M', 'PT1H', 'PT5H'),
    most: fc.integer({ min: 2, max: 6 }),
  }),
  careNeedsConsent: fc.boolean(),
});

/** A callback near a change of its customer's clock, and what it is told. */
export interface CallbackLife {
  readonly timeZone: string;
  readonly startsAt: EpochMs;
  readonly purpose: CallbackPurpose;
  readonly window: AskedWindow;
  /** The versions of the contact policy, in order; the second comes into force during the life, or after it. */
  readonly policies: readonly [ContactPolicy, ContactPolicy];
  readonly consents: ReadonlyMap<string, boolean>;
  readonly told: readonly {
    /** Minutes since the one before. */
    readonly gap: number;
    readonly what: CallbackTold;
    readonly by: Actor;
    /** The timekeeper looks first. */
    readonly looked: boolean;
  }[];
}

/** Lives of callbacks, for property tests. */
export const someCallbackLives: fc.Arbitrary<CallbackLife> = fc
  .record({
    change: fc.constantFrom(...CHANGES),
    /** Minutes from the beginning of the life to the change of the clock. */
    ahead: fc.integer({ min: -DAY_MINUTES, max: 4 * DAY_MINUTES }),
    purpose: fc.constantFrom<CallbackPurpose>('promise', 'follow-up', 'care', 'renewal'),
    window: askedWindow,
    rules: fc.tuple(rules, rules),
    policyChangesAfter: fc.integer({ min: 0, max: 6 * DAY_MINUTES }),
    consents: fc.constantFrom<readonly (readonly [string, boolean])[]>(
      [],
      [['phone:care', true]],
      [['phone:service', false]],
    ),
    told: fc.array(
      fc.record({
        gap: fc.oneof(fc.nat(90), fc.nat(20 * 60)),
        what: told,
        by: teller,
        looked: fc.boolean(),
      }),
      { maxLength: 25 },
    ),
  })
  .map(({ change: [timeZone, changesAt], ahead, policyChangesAfter, rules: [first, second], ...life }) => {
    const startsAt = Date.parse(changesAt) - ahead * MINUTE;
    const effectiveFrom = startsAt + policyChangesAfter * MINUTE;
    return {
      ...life,
      timeZone,
      startsAt,
      policies: [
        { ...CONTACT_POLICY, timeZone, ...first },
        { ...CONTACT_POLICY, timeZone, ...second, version: 2, effectiveFrom },
      ],
      consents: new Map(life.consents),
    };
  });

const formats = new Map<string, Intl.DateTimeFormat>();

/** What a clock in that zone shows, by the engine's own calendar: a second opinion. `day` as 2026-03-29, `time` as 01:30. */
export function shownByIntl(at: EpochMs, timeZone: string): { readonly day: string; readonly time: string } {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  formats.set(timeZone, format);
  const [day = '', time = ''] = format.format(at).split(' ');
  return { day, time };
}
