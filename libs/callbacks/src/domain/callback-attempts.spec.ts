import { CONTACT_POLICY, CONTACT_POLICY_REF as policy } from '@redress/testing';
import type { Actor } from '@redress/kernel';
import type { CallbackPurpose, SuppressionRule } from '../events';
import type { CallbackCommandContext, CallbackOrder } from './commands';
import {
  about,
  at,
  attempted,
  callbacks,
  command,
  fact,
  iso,
  scheduled,
  started,
} from '../../../../test/support/told-callbacks';

/** In the window. */
const NOW = 70;
const start = (minute = NOW, agent = 'agent-1', context: Partial<CallbackCommandContext> = {}) => {
  const order: CallbackOrder = { type: 'StartAttempt', agent };
  return command(order, minute, context);
};
const suppressed = (
  minute: number,
  rule: SuppressionRule,
  nextAllowedAt: string | null,
  purpose?: CallbackPurpose,
) => fact('CallbackAttemptSuppressed', minute, { ...about(purpose), rule, nextAllowedAt, policy });

describe('StartAttempt', () => {
  it('is a call, counted and judged by the policy that it names', () => {
    callbacks.given(scheduled()).when(start()).then(started(NOW));
    const version2 = { ...CONTACT_POLICY, version: 2 };
    const by2 = { ...started(NOW), data: { ...started(NOW).data, policy: { ...policy, version: 2 } } };
    callbacks
      .given(scheduled())
      .when(start(NOW, 'agent-1', { contactPolicy: version2 }))
      .then(by2);
    callbacks
      .given(scheduled(), started(60), attempted(65, 'busy', 60))
      .when(start(130))
      .then(started(130, 'promise', 2));
  });

  it('may come before the window, and after it', () => {
    callbacks.given(scheduled()).when(start(10)).then(started(10));
    callbacks.given(scheduled()).when(start(600)).then(started(600));
  });

  it('is held back by a rule, which is a fact that says when the next one may be made', () => {
    const quiet = 12 * 60 + 1;
    callbacks
      .given(scheduled())
      .when(start(quiet))
      .then(suppressed(quiet, 'quiet-hours', '2026-03-03T08:00:00.000Z'));
    callbacks
      .given(scheduled(), started(60), attempted(65, 'busy', 60))
      .when(start(100))
      .then(suppressed(100, 'spacing', iso(120)));
  });

  it('is held back by what the customer refused, for good', () => {
    const consents = new Map([['phone:service', false]]);
    callbacks
      .given(scheduled('follow-up'))
      .when(start(NOW, 'agent-1', { consents }))
      .then(suppressed(NOW, 'consent', null, 'follow-up'));
  });

  it('is judged by the instant at which it happened, whoever says so', () => {
    const actor: Actor = { id: 'boss', kind: 'staff', role: 'supervisor' };
    callbacks
      .given(scheduled())
      .when(start(24 * 60, 'agent-1', { occurredAt: at(13 * 60), actor }))
      .then(suppressed(13 * 60, 'quiet-hours', '2026-03-03T08:00:00.000Z'));
  });

  it('is one at a time', () => {
    const open = callbacks.given(scheduled(), started(60));
    open.when(start()).thenNothing();
    open.when(start(600, 'agent-2')).thenRefused('attempt-open', { agent: 'agent-1', attempt: 1 });
  });

  it('is the owner’s alone until the policy lets anyone', () => {
    const owned = callbacks.given(scheduled());
    owned.when(start(89, 'agent-2')).thenRefused('owner-first', { anyoneFrom: iso(90) });
    owned.when(start(90, 'agent-2')).then(started(90, 'promise', 1, 'agent-2'));
  });

  it('ends a follow-up for which no attempt is left under the policy of today, but no promise', () => {
    const fewer = { ...CONTACT_POLICY, attempts: { ...CONTACT_POLICY.attempts, most: 1 } };
    const tried = (purpose: CallbackPurpose) => [
      scheduled(purpose),
      started(60, purpose),
      attempted(65, 'no-answer', 60, purpose),
    ];
    const again = start(300, 'agent-1', { contactPolicy: fewer });
    callbacks
      .given(...tried('follow-up'))
      .when(again)
      .then(
        suppressed(300, 'attempts-exhausted', null, 'follow-up'),
        fact('CallbackUnreachable', 300, { ...about('follow-up'), attempts: 1, cycle: 2, policy }),
      );
    callbacks
      .given(...tried('promise'))
      .when(again)
      .then(suppressed(300, 'attempts-exhausted', null));
  });
});
