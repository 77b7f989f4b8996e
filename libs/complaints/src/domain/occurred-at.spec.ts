import { SYSTEM_ACTOR } from '@redress/kernel';
import {
  at,
  cases,
  claimed,
  command,
  fact,
  NOW,
  registered,
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

  it('is what the sender says, from the latest fact to now', () => {
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

  it('is refused before the latest fact, of the case or of its clocks, which it names', () => {
    const latestFactAt = new Date(at(4)).toISOString();
    cases
      .given(registered, resolved)
      .when(note({ occurredAt: at(4) - 1 }))
      .thenRefused('occurred-out-of-order', { latestFactAt });
    const breached = {
      type: 'ClockBreached',
      version: 1,
      occurredAt: at(9),
      data: { clock: 'resolution', instance: 1, cycle: 1, dueAt: latestFactAt, detectedAt: latestFactAt },
    } as const;
    cases
      .given(registered, breached)
      .when(note({ occurredAt: at(8) }))
      .thenRefused('occurred-out-of-order');
    cases
      .given(registered, breached)
      .when(note({ occurredAt: at(9) }))
      .then(notedAt(9));
  });

  it('is the latest fact where Redress itself tells late', () => {
    const late = (occurredAt: number) => note({ occurredAt, actor: SYSTEM_ACTOR });
    cases
      .given(registered, resolved)
      .when(late(at(2)))
      .then(notedAt(4));
    cases
      .given(registered, resolved)
      .when(late(at(-1)))
      .then(notedAt(4));
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
