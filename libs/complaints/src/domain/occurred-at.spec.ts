import { SYSTEM_ACTOR } from '@redress/kernel';
import {
  at,
  cases,
  claimed,
  closed,
  command,
  fact,
  NOW,
  registered,
  reopened,
  resolved,
} from '../../../../test/support/case-decisions';
import type { CaseCommandContext } from './commands';

describe('occurredAt', () => {
  const note = (context: Partial<CaseCommandContext>) =>
    command({ type: 'AddNote', noteRef: 'note-1' }, context);
  const notedAt = (minutes: number) => fact('ComplaintNoteAdded', minutes, { noteRef: 'note-1' });

  it('is now, where the sender says nothing', () => {
    cases.given(registered).when(note({})).then(notedAt(NOW));
  });

  it('is what the sender says, late as it may be told', () => {
    cases
      .given(registered, claimed)
      .when(note({ occurredAt: at(1) }))
      .then(notedAt(1));
    cases
      .given(registered, claimed)
      .when(note({ occurredAt: at(NOW) }))
      .then(notedAt(NOW));
  });

  it('is never before the latest fact, where the clock of a server is behind', () => {
    cases
      .given(registered, claimed)
      .when(note({ now: at(0) }))
      .then(notedAt(1));
  });

  it('is refused in the future', () => {
    cases
      .given(registered)
      .when(note({ occurredAt: at(NOW) + 1 }))
      .thenRefused('occurred-in-future');
  });

  it('is refused before the registration', () => {
    cases
      .given(registered)
      .when(note({ occurredAt: at(0) - 1 }))
      .thenRefused('occurred-before-registration');
  });

  it('may lie before later facts, also of a cycle that is over, of what happens outside', () => {
    cases
      .given(registered, resolved)
      .when(note({ occurredAt: at(2) }))
      .then(notedAt(2));
    cases
      .given(registered, resolved, closed, reopened)
      .when(note({ occurredAt: at(6) }))
      .then(notedAt(6));
    cases
      .given(registered, resolved, closed, reopened)
      .when(note({ occurredAt: at(1) }))
      .then(notedAt(1));
  });

  it('is refused before the cycle of what says where the case stands', () => {
    const resolve = (occurredAt: number) =>
      command({ type: 'ResolveComplaint', resolvedBy: null }, { occurredAt });
    cases
      .given(registered, resolved, closed, reopened)
      .when(resolve(at(6) - 1))
      .thenRefused('occurred-out-of-order', { latestFactAt: new Date(at(6)).toISOString() });
  });

  it('is refused before the latest fact, which it names, of what takes effect when it is told', () => {
    const grave = (context: Partial<CaseCommandContext>) =>
      command({ type: 'SetSeverity', severity: 'grave' }, context);
    const latestFactAt = new Date(at(4)).toISOString();
    cases
      .given(registered, resolved)
      .when(grave({ occurredAt: at(4) - 1 }))
      .thenRefused('occurred-out-of-order', { latestFactAt });
    cases
      .given(registered, resolved)
      .when(grave({ occurredAt: at(2), actor: SYSTEM_ACTOR }))
      .then(fact('ComplaintSeverityChanged', 4, { severity: 'grave', previousSeverity: 'normal' }));
  });

  it('may lie before what was noticed of the clocks meanwhile', () => {
    const breached = {
      type: 'ClockBreached',
      version: 1,
      occurredAt: at(9),
      data: {
        ...({ clock: 'resolution', instance: 1, cycle: 1 } as const),
        ...{ dueAt: new Date(at(9)).toISOString(), detectedAt: new Date(at(9)).toISOString() },
      },
    } as const;
    cases
      .given(registered, breached)
      .when(command({ type: 'SetSeverity', severity: 'grave' }, { occurredAt: at(8) }))
      .then(fact('ComplaintSeverityChanged', 8, { severity: 'grave', previousSeverity: 'normal' }));
    cases
      .given(registered, breached)
      .when(note({ now: at(5) }))
      .then(notedAt(9));
  });

  it('is as early as it may be where Redress itself tells late', () => {
    const late = (occurredAt: number) => note({ occurredAt, actor: SYSTEM_ACTOR });
    cases
      .given(registered, resolved)
      .when(late(at(2)))
      .then(notedAt(2));
    cases
      .given(registered, resolved)
      .when(late(at(-1)))
      .then(notedAt(0));
    cases
      .given(registered, resolved)
      .when(late(at(8)))
      .then(notedAt(8));
    cases
      .given(registered, resolved)
      .when(late(at(NOW) + 1))
      .thenRefused('occurred-in-future');
  });
});
