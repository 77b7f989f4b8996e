import type { Decider, EpochMs, Role } from '@redress/kernel';
import type { AuthorityLimits } from '@redress/policies';
import { Temporal } from 'temporal-polyfill';
import type { AuthorityDrawn, AuthorityEvent } from '../events';
import { BeyondAuthority, beyondUse } from './authority';

/** The stream of the use that a person makes of their authority; its own partition key. */
export const authorityUseStream = (person: string): string => `authority-use-${person}`;

/** What a person draws upon their authority for, or gives back. */
export type AuthorityUseCommand =
  | (Pick<AuthorityDrawn['data'], 'drawId' | 'resolutionId' | 'complaintId' | 'amount'> & {
      readonly type: 'DrawAuthority';
      /** When it is approved: says on which day it counts. */
      readonly at: EpochMs;
      readonly role: Role;
      readonly limits: AuthorityLimits;
    })
  | {
      readonly type: 'ReturnAuthority';
      readonly resolutionId: string;
      /** Left out: every draw for the resolution. */
      readonly drawId?: string;
      readonly now: EpochMs;
    };

type Draw = AuthorityEvent['data'];

/** The draws that count, in their order. */
type Draws = readonly Draw[];

/**
 * The decider of the stream `authority-use-<person>`: what they approve is within the limits of its day and month. The day is one of the
 * zone of the limits. A draw that stands already is not drawn again; several for one resolution count once.
 */
export const authorityUseDecider: Decider<Draws, AuthorityUseCommand, AuthorityEvent> = {
  initial: [],
  evolve(draws, event) {
    switch (event.type) {
      case 'AuthorityDrawn': {
        const { authority: _, ...draw } = event.data;
        return [...draws, draw];
      }
      case 'AuthorityReturned':
        return draws.filter(({ drawId }) => drawId !== event.data.drawId);
    }
  },
  /** Throws BeyondAuthority. */
  decide(command, draws) {
    switch (command.type) {
      case 'DrawAuthority':
        return draws.some(({ drawId }) => drawId === command.drawId) ? [] : [draw(command, draws)];
      case 'ReturnAuthority':
        return draws
          .filter(({ resolutionId }) => resolutionId === command.resolutionId)
          .filter(({ drawId }) => command.drawId === undefined || command.drawId === drawId)
          .map((data) => ({ type: 'AuthorityReturned', version: 1, occurredAt: command.now, data }));
    }
  },
};

function draw(
  { drawId, resolutionId, complaintId, amount, at, role, limits }: DrawCommand,
  draws: Draws,
): AuthorityDrawn {
  const day = Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(limits.timeZone)
    .toPlainDate()
    .toString();
  const month = day.slice(0, -'-DD'.length);
  const others = draws.filter(
    (one) => one.resolutionId !== resolutionId && one.amount.currency === amount.currency,
  );
  const beyond = beyondUse(limits, role, amount, {
    day: total(others.filter((one) => one.day === day)),
    month: total(others.filter((one) => one.month === month)),
  });
  if (beyond !== undefined) throw new BeyondAuthority(beyond);
  const authority = { name: limits.name, version: limits.version };
  const data = { drawId, resolutionId, complaintId, amount, day, month, authority };
  return { type: 'AuthorityDrawn', version: 1, occurredAt: at, data };
}

type DrawCommand = Extract<AuthorityUseCommand, { type: 'DrawAuthority' }>;

/** What some draws come to, each resolution once. */
const total = (draws: Draws): number =>
  [...new Map(draws.map(({ resolutionId, amount }) => [resolutionId, amount.minor])).values()].reduce(
    (sum, minor) => sum + minor,
    0,
  );
