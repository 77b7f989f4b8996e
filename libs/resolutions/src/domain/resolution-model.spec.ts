import { isClockEvent } from '@redress/clocks';
import { fold } from '@redress/kernel';
import fc from 'fast-check';
import type { Remedy, ResolutionEvent } from '../events';
import { LIMITS, type StreamEvent } from '../../../../test/support/resolution-case';
import { live, ofResolutions, someLife } from '../../../../test/support/resolution-lives';
import { resolutionDecider } from './resolution-decider';

/** Which fact of a resolution may come after which, in the words of the domain alone; rescheduling aside. */
const NEXT: Readonly<Record<string, readonly ResolutionEvent['type'][]>> = {
  '': ['ResolutionProposed'],
  ResolutionProposed: ['ResolutionApproved', 'ResolutionApprovalRequested'],
  ResolutionApprovalRequested: ['ResolutionApproved', 'ResolutionDeclined', 'ResolutionWithdrawn'],
  ResolutionApproved: ['ResolutionOffered', 'ResolutionWithdrawn', 'ResolutionFulfilled'],
  ResolutionOffered: [
    'ResolutionAccepted',
    'ResolutionRefused',
    'ResolutionWithdrawn',
    'ResolutionFulfilled',
  ],
  ResolutionAccepted: ['FulfilmentRescheduled', 'ResolutionFulfilled'],
  FulfilmentRescheduled: ['FulfilmentRescheduled', 'ResolutionFulfilled'],
  ResolutionFulfilled: ['ResolutionReversed'],
  ResolutionDeclined: [],
  ResolutionRefused: [],
  ResolutionWithdrawn: [],
  ResolutionReversed: [],
};
const OVER: readonly string[] = [
  'ResolutionDeclined',
  'ResolutionRefused',
  'ResolutionWithdrawn',
  'ResolutionReversed',
];
const cost = (remedies: readonly Remedy[]): number =>
  remedies.reduce((sum, { amount }) => sum + (amount?.minor ?? 0), 0);
const perCase = (role: string): number => LIMITS.limits.find((one) => one.role === role)?.perCase ?? 0;

describe('the resolutions of a case, whatever they are told', () => {
  it('stand nowhere outside the table', () => {
    fc.assert(
      fc.property(someLife, (life) => {
        const last = new Map<string, ResolutionEvent['type']>();
        for (const { type, data } of ofResolutions(live(life).history)) {
          const before = last.get(data.resolutionId) ?? '';
          expect(NEXT[before]).toContain(type);
          if (
            type === 'ResolutionFulfilled' &&
            !before.startsWith('Fulfilment') &&
            before !== 'ResolutionAccepted'
          )
            expect(cost(data.remedies)).toBe(0);
          last.set(data.resolutionId, type);
        }
        for (const type of last.values()) expect(type).not.toBe('ResolutionProposed');
      }),
      { numRuns: 500 },
    );
  });

  it('are never two in force', () => {
    fc.assert(
      fc.property(someLife, (life) => {
        const inForce = new Map<string, string>();
        for (const event of live(life).history) {
          if (event.type === 'ComplaintReopened') {
            for (const [id, type] of inForce) if (type === 'ResolutionFulfilled') inForce.delete(id);
          }
          for (const { type, data } of ofResolutions([event])) {
            if (OVER.includes(type)) inForce.delete(data.resolutionId);
            else if (type === 'ResolutionProposed' || inForce.has(data.resolutionId))
              inForce.set(data.resolutionId, type);
          }
          expect(inForce.size).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('are approved by nobody beyond their authority on the case, and by no proposer who had to ask', () => {
    fc.assert(
      fc.property(someLife, (life) => {
        const facts = ofResolutions(live(life).history);
        const costs = new Map<string, number>();
        const asked = new Set<string>();
        for (const { type, data } of facts) {
          if (type === 'ResolutionApprovalRequested') asked.add(data.resolutionId);
          if (OVER.includes(type)) costs.delete(data.resolutionId);
          if (type !== 'ResolutionApproved') continue;
          const { resolutionId, remedies, approvedBy, proposedBy, role } = data;
          expect(approvedBy === proposedBy).toBe(!asked.has(resolutionId));
          costs.set(resolutionId, cost(remedies));
          const promised = [...costs.values()].reduce((a, b) => a + b, 0);
          if (cost(remedies) > 0) expect(promised).toBeLessThanOrEqual(perCase(role));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('are refused by name, and then nothing has changed', () => {
    const CODES = [
      ...['illegal-step', 'illegal-resolution-step', 'not-found', 'resolution-in-force', 'already-decided'],
      ...['own-proposal', 'not-an-approver', 'beyond-authority', 'beyond-all-authority', 'promise-in-past'],
      ...['mixed-currencies', 'remedies-count'],
    ];
    fc.assert(
      fc.property(someLife, (life) => {
        for (const { words, refusal } of live(life).tried) {
          if (words.type !== 'case' && refusal !== undefined) expect(CODES).toContain(refusal.code);
        }
      }),
    );
  });

  it('are the same when they are read again, and as JSON', () => {
    fc.assert(
      fc.property(someLife, (life) => {
        const { history } = live(life);
        const state = fold(resolutionDecider, history);
        expect(fold(resolutionDecider, JSON.parse(JSON.stringify(history)) as StreamEvent[])).toEqual(state);
      }),
    );
  });

  it('do nothing twice: told the same again, they add nothing', () => {
    fc.assert(
      fc.property(someLife, (life) => {
        const { tried } = live(life);
        const last = tried.at(-1);
        if (last === undefined || last.refusal !== undefined || last.words.type === 'case') return;
        expect(last.again()).toEqual([]);
      }),
    );
  });

  it('have their approval decided on a clock that stops with it, and go on with one clock for each promise', () => {
    fc.assert(
      fc.property(someLife, (life) => {
        const { history } = live(life);
        const facts = ofResolutions(history);
        const clocks = history.filter((event) => isClockEvent(event));
        const started = (clock: string) =>
          clocks.filter(
            ({ type, data }) => type === 'ClockStarted' && 'clock' in data && data.clock === clock,
          );
        const count = (test: (fact: ResolutionEvent) => boolean) => facts.filter(test).length;
        expect(started('approval')).toHaveLength(count(({ type }) => type === 'ResolutionApprovalRequested'));
        expect(started('fulfilment')).toHaveLength(
          count(
            (event) =>
              event.type === 'FulfilmentRescheduled' ||
              (event.type === 'ResolutionAccepted' && event.data.fulfilBy !== undefined),
          ),
        );
        const { all } = fold(resolutionDecider, history).own.subject;
        const going = fold(resolutionDecider, history).own.clocks.runs.filter((run) => run.end === undefined);
        for (const { clock } of going) {
          expect(all.map(({ state }) => state)).toContain(
            clock === 'approval' ? 'approval-requested' : 'accepted',
          );
        }
      }),
      { numRuns: 500 },
    );
  });
});
