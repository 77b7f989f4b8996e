import { fold, type EpochMs } from '@redress/kernel';
import { deciderSpec } from '@redress/testing';
import fc from 'fast-check';
import type { AuthorityDrawn, AuthorityEvent } from '../events';
import { BeyondAuthority } from './authority';
import { authorityUseDecider, type AuthorityUseCommand } from './authority-use-decider';
import { LIMITS } from '../../../../test/support/resolution-case';

type DrawCommand = Extract<AuthorityUseCommand, { type: 'DrawAuthority' }>;

/** Half past twelve in Berlin. */
const NOON = Date.UTC(2026, 2, 31, 10, 30);
const HOUR = 3_600_000;

const draw = (resolutionId: string, minor: number, more: Partial<DrawCommand> = {}): DrawCommand => ({
  type: 'DrawAuthority',
  drawId: `draw-${resolutionId}`,
  resolutionId,
  complaintId: 'case-1',
  amount: { minor, currency: 'EUR' },
  at: NOON,
  role: 'agent',
  limits: LIMITS,
  ...more,
});
const giveBack = (resolutionId: string, drawId?: string): AuthorityUseCommand => ({
  type: 'ReturnAuthority',
  resolutionId,
  now: NOON + HOUR,
  ...(drawId === undefined ? {} : { drawId }),
});
const about = ({ drawId, resolutionId, complaintId, amount }: DrawCommand, day: string) => ({
  drawId,
  resolutionId,
  complaintId,
  amount,
  day,
  month: day.slice(0, 7),
});
const drawn = (command: DrawCommand, day = '2026-03-31'): AuthorityDrawn => ({
  type: 'AuthorityDrawn',
  version: 1,
  occurredAt: command.at,
  data: { ...about(command, day), authority: { name: 'test', version: 1 } },
});
const returned = (command: DrawCommand, day = '2026-03-31'): AuthorityEvent => ({
  type: 'AuthorityReturned',
  version: 1,
  occurredAt: NOON + HOUR,
  data: about(command, day),
});
const given = (...history: readonly AuthorityEvent[]) => deciderSpec(authorityUseDecider).given(...history);
/** Each resolution once. */
const sumOf = (draws: typeof authorityUseDecider.initial): number => {
  const ids = new Set(draws.map(({ resolutionId }) => resolutionId));
  return [...ids].reduce(
    (sum, id) => sum + (draws.find(({ resolutionId }) => resolutionId === id)?.amount.minor ?? 0),
    0,
  );
};
const firstDay: EpochMs = Date.UTC(2026, 2, 1, 12);

describe('what a person draws upon their authority', () => {
  it('is noted with the day and the month of the zone of the limits', () => {
    const noon = draw('r-1', 40);
    given().when(noon).then(drawn(noon));
    const midnight = draw('r-1', 40, { at: Date.UTC(2026, 2, 31, 22) });
    given().when(midnight).then(drawn(midnight, '2026-04-01'));
    const newYork = draw('r-1', 40, {
      at: Date.UTC(2026, 3, 1, 3),
      limits: { ...LIMITS, timeZone: 'America/New_York' },
    });
    given().when(newYork).then(drawn(newYork));
  });

  it('is within their day, and the next day is another', () => {
    const [one, two] = [draw('r-1', 50), draw('r-2', 50)];
    given(drawn(one), drawn(two))
      .when(draw('r-3', 1))
      .thenRefused('beyond-authority', { exceeds: 'day', limit: 100, remaining: 0, currency: 'EUR' });
    const nextDay = draw('r-3', 1, { at: NOON + 12 * HOUR });
    given(drawn(one), drawn(two)).when(nextDay).then(drawn(nextDay, '2026-04-01'));
  });

  it('is within their month', () => {
    const days = ['2026-03-01', '2026-03-02', '2026-03-03'];
    const earlier = days.map((day) => drawn(draw(`r-${day}`, 95, { at: firstDay }), day));
    given(...earlier)
      .when(draw('r-1', 16))
      .thenRefused('beyond-authority', { exceeds: 'month', limit: 300, remaining: 15 });
    given(...earlier)
      .when(draw('r-1', 15))
      .then(drawn(draw('r-1', 15)));
  });

  it('is measured by the role in which they approve, and by its currency', () => {
    const leader = draw('r-1', 150, { role: 'shift-leader' });
    given().when(leader).then(drawn(leader));
    given()
      .when(draw('r-1', 150))
      .thenRefused('beyond-authority', { exceeds: 'day', limit: 100, remaining: 100 });
    given()
      .when(draw('r-1', 1, { amount: { minor: 1, currency: 'CNY' } }))
      .thenRefused('beyond-authority', { exceeds: 'day', limit: 0, remaining: 0, currency: 'CNY' });
    const yuan = drawn(draw('r-1', 100, { amount: { minor: 100, currency: 'CNY' } }));
    given(yuan)
      .when(draw('r-2', 100))
      .then(drawn(draw('r-2', 100)));
  });

  it('is not drawn again while it stands', () => {
    given(drawn(draw('r-1', 90)))
      .when(draw('r-1', 90))
      .thenNothing();
  });

  it('counts once for a resolution, however many attempts there were to approve it', () => {
    const [one, another] = [draw('r-1', 90), draw('r-1', 90, { drawId: 'another' })];
    given(drawn(one)).when(another).then(drawn(another));
    given(drawn(one), drawn(another))
      .when(draw('r-2', 10))
      .then(drawn(draw('r-2', 10)));
  });

  it('counts no more when it is given back, and may be drawn anew', () => {
    const one = draw('r-1', 90);
    given(drawn(one)).when(giveBack('r-1', one.drawId)).then(returned(one));
    given(drawn(one), returned(one)).when(giveBack('r-1')).thenNothing();
    given(drawn(one), returned(one))
      .when(draw('r-2', 100))
      .then(drawn(draw('r-2', 100)));
    given(drawn(one), returned(one)).when(one).then(drawn(one));
  });

  it('is given back by each attempt for itself, or all of it at once', () => {
    const [one, another] = [draw('r-1', 90), draw('r-1', 90, { drawId: 'another' })];
    const both = [drawn(one), drawn(another)];
    given(...both)
      .when(giveBack('r-1', 'another'))
      .then(returned(another));
    given(...both, returned(another))
      .when(draw('r-2', 11))
      .thenRefused('beyond-authority', { remaining: 10 });
    given(...both)
      .when(giveBack('r-1'))
      .then(returned(one), returned(another));
  });

  it('is never more than the limits, whatever is drawn and given back when', () => {
    const someCommand = fc.record({
      resolution: fc.integer({ min: 1, max: 6 }),
      attempt: fc.integer({ min: 1, max: 2 }),
      hours: fc.nat(24 * 40),
      gives: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(someCommand, { maxLength: 40 }), (commands) => {
        const history: AuthorityEvent[] = [];
        for (const { resolution, attempt, hours, gives } of commands) {
          const [resolutionId, drawId] = [
            `r-${String(resolution)}`,
            `d-${String(resolution)}-${String(attempt)}`,
          ];
          // The remedies of a resolution never change.
          const command = gives
            ? giveBack(resolutionId, drawId)
            : draw(resolutionId, resolution * 17, { drawId, at: firstDay + hours * HOUR });
          try {
            history.push(...authorityUseDecider.decide(command, fold(authorityUseDecider, history)));
          } catch (error) {
            if (!(error instanceof BeyondAuthority)) throw error;
          }
          const standing = fold(authorityUseDecider, history);
          for (const { day, month } of standing) {
            expect(sumOf(standing.filter((one) => one.day === day))).toBeLessThanOrEqual(100);
            expect(sumOf(standing.filter((one) => one.month === month))).toBeLessThanOrEqual(300);
          }
        }
      }),
    );
  });
});
