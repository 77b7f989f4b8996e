import { fold, fromIso, toIso, type Actor } from '@redress/kernel';
import { RESOLUTION_EVENT_TYPES, type AuthorityEvent, type ResolutionEvent } from '../events';
import { authorityUseDecider, type AuthorityUseCommand } from './authority-use-decider';
import type { ResolutionOrder } from './commands';
import authoritySamples from './authority-samples.json';
import resolutionSamples from './resolution-samples.json';
import {
  ANN,
  APOLOGY,
  command,
  LIMITS,
  LIN,
  minute,
  refund,
  registered,
  type StreamEvent,
} from '../../../../test/support/resolution-case';
import { ofResolutions } from '../../../../test/support/resolution-lives';
import { resolutionDecider } from './resolution-decider';

/**
 * Events as version 1 wrote them, frozen: what stands in a log stays readable for ever. Never edit a sample. A new version of an event gets
 * samples of its own; the old ones stay and are read through the upcaster of their version.
 */
const frozen = (samples: readonly { readonly occurredAt: string }[]) =>
  samples.map(({ occurredAt, ...event }) => ({ ...event, occurredAt: fromIso(occurredAt) }));
const RESOLUTIONS = frozen(resolutionSamples) as ResolutionEvent[];
const AUTHORITY = frozen(authoritySamples) as AuthorityEvent[];

const WHY = { reason: 'second-call', noteRef: '0b5e3c52-0000-5000-8000-000000000005' };
const remedies = [
  ...refund(100),
  ...APOLOGY,
  { kind: 'gesture', amount: { minor: 20, currency: 'EUR' } } as const,
];

/** Minute, who, order. */
const ORDERS: readonly (readonly [number, Actor, ResolutionOrder])[] = [
  [
    5,
    ANN,
    { type: 'ProposeResolution', resolutionId: 'r-1', remedies, cause: 'late-parcel', detailsRef: 'text-1' },
  ],
  [9, LIN, { type: 'DeclineResolution', resolutionId: 'r-1', reason: 'too-much' }],
  [12, ANN, { type: 'ProposeResolution', resolutionId: 'r-2', remedies }],
  [15, LIN, { type: 'ApproveResolution', resolutionId: 'r-2' }],
  [20, ANN, { type: 'OfferResolution', resolutionId: 'r-2' }],
  [25, ANN, { type: 'RefuseResolution', resolutionId: 'r-2' }],
  [30, ANN, { type: 'ProposeResolution', resolutionId: 'r-3', remedies: APOLOGY }],
  [31, ANN, { type: 'OfferResolution', resolutionId: 'r-3' }],
  [32, ANN, { type: 'WithdrawResolution', resolutionId: 'r-3', reason: 'mistake' }],
  [35, ANN, { type: 'ProposeResolution', resolutionId: 'r-4', remedies: refund(40) }],
  [36, ANN, { type: 'OfferResolution', resolutionId: 'r-4' }],
  [40, ANN, { type: 'AcceptResolution', resolutionId: 'r-4', fulfilBy: minute(100) }],
  [
    50,
    ANN,
    {
      type: 'RescheduleFulfilment',
      resolutionId: 'r-4',
      fulfilBy: minute(200),
      renegotiatedBy: 'customer',
    },
  ],
  [60, ANN, { type: 'FulfilResolution', resolutionId: 'r-4', reference: 'payment-7' }],
  [70, ANN, { type: 'ReverseResolution', resolutionId: 'r-4', reason: 'bounced' }],
];
const DRAWS: readonly AuthorityUseCommand[] = [
  {
    type: 'DrawAuthority',
    drawId: '0b5e3c52-0000-5000-8000-000000000007',
    resolutionId: 'r-4',
    complaintId: 'case-1',
    amount: { minor: 40, currency: 'EUR' },
    at: minute(35),
    role: 'agent',
    limits: LIMITS,
  },
  { type: 'ReturnAuthority', resolutionId: 'r-4', now: minute(71) },
];

function writtenResolutions(): ResolutionEvent[] {
  const history: StreamEvent[] = [registered];
  for (const [at, actor, order] of ORDERS) {
    const told = command(order, at, { actor, ...(at === 5 ? { why: WHY } : {}) });
    history.push(...resolutionDecider.decide(told, fold(resolutionDecider, history)));
  }
  return ofResolutions(history);
}

function writtenAuthority(): AuthorityEvent[] {
  const history: AuthorityEvent[] = [];
  for (const told of DRAWS)
    history.push(...authorityUseDecider.decide(told, fold(authorityUseDecider, history)));
  return history;
}

const asStored = (events: readonly (ResolutionEvent | AuthorityEvent)[]): unknown =>
  events.map(({ occurredAt, ...event }) => ({ ...event, occurredAt: toIso(occurredAt) }));

describe('the frozen samples', () => {
  it('hold every type of event', () => {
    expect([...new Set(RESOLUTIONS.map(({ type }) => type))].toSorted()).toEqual(
      RESOLUTION_EVENT_TYPES.toSorted(),
    );
    expect(AUTHORITY.map(({ type }) => type)).toEqual(['AuthorityDrawn', 'AuthorityReturned']);
  });

  it('are read as what they meant', () => {
    const { all, inForce } = fold(resolutionDecider, [registered, ...RESOLUTIONS]).own.subject;
    expect(inForce).toBeNull();
    expect(all).toEqual([
      {
        resolutionId: 'r-1',
        state: 'declined',
        remedies,
        cause: 'late-parcel',
        proposedBy: 'ann',
        approvers: ['shift-leader', 'supervisor'],
        decided: { decision: 'declined', decidedBy: 'lin' },
        fulfilBy: null,
      },
      {
        resolutionId: 'r-2',
        state: 'refused',
        remedies,
        cause: 'billing',
        proposedBy: 'ann',
        approvers: ['shift-leader', 'supervisor'],
        decided: { decision: 'approved', decidedBy: 'lin' },
        fulfilBy: null,
      },
      {
        resolutionId: 'r-3',
        state: 'withdrawn',
        remedies: APOLOGY,
        cause: 'billing',
        proposedBy: 'ann',
        approvers: [],
        decided: { decision: 'approved', decidedBy: 'ann' },
        fulfilBy: null,
      },
      {
        resolutionId: 'r-4',
        state: 'reversed',
        remedies: refund(40),
        cause: 'billing',
        proposedBy: 'ann',
        approvers: [],
        decided: { decision: 'approved', decidedBy: 'ann' },
        fulfilBy: minute(200),
      },
    ]);
    expect(fold(authorityUseDecider, AUTHORITY.slice(0, 1))).toMatchObject([
      { resolutionId: 'r-4', amount: { minor: 40, currency: 'EUR' }, day: '2026-03-02', month: '2026-03' },
    ]);
    expect(fold(authorityUseDecider, AUTHORITY)).toEqual([]);
  });

  it.each(RESOLUTIONS.map((event, index) => [event.type, index] as const))(
    'are all understood: %s at %d',
    (_, index) => {
      const before = fold(resolutionDecider, [registered, ...RESOLUTIONS.slice(0, index)]);
      const after = fold(resolutionDecider, [registered, ...RESOLUTIONS.slice(0, index + 1)]);
      expect(after.own.subject).not.toEqual(before.own.subject);
    },
  );

  it('are what is written today', () => {
    expect(asStored(writtenResolutions())).toEqual(resolutionSamples);
    expect(asStored(writtenAuthority())).toEqual(authoritySamples);
  });
});
