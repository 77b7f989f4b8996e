import { bookOf, CASE_FACTS, CASE_POLICY, policyByPriority } from '@redress/testing';
import { at, cases, command, fact, NOW, WHY } from '../../../../test/support/case-decisions';
import type { CaseOrder } from './commands';

const REGISTRATION: CaseOrder = { type: 'RegisterComplaint', ...CASE_FACTS };

describe('RegisterComplaint', () => {
  it('puts the case on record under the policy in force, and says which rule judges', () => {
    cases
      .given()
      .when(command(REGISTRATION, { why: WHY }))
      .then(fact('ComplaintRegistered', NOW, { ...WHY, ...CASE_FACTS, policy: CASE_POLICY }));
  });

  it('keeps the references that came with it, and of the order nothing else', () => {
    const references = { reference: '0000464', descriptionRef: 'text-1', remedySoughtRef: 'text-2' };
    cases
      .given()
      .when(
        command({ ...REGISTRATION, ...references }, { clocks: { knownUntil: 0, dueAt: () => undefined } }),
      )
      .then(fact('ComplaintRegistered', NOW, { ...CASE_FACTS, ...references, policy: CASE_POLICY }));
  });

  it('pins the version that was in force when it happened, not when it was recorded', () => {
    const policies = bookOf(
      policyByPriority({ 3: [] }, { version: 1 }),
      policyByPriority({ 1: [] }, { version: 2, effectiveFrom: at(30) }),
    );
    const pinned = (version: number, rule: number | null) => ({ name: 'test', version, rule });
    cases
      .given()
      .when(command(REGISTRATION, { policies, occurredAt: at(29) }))
      .then(fact('ComplaintRegistered', 29, { ...CASE_FACTS, policy: pinned(1, 1) }));
    cases
      .given()
      .when(command(REGISTRATION, { policies, occurredAt: at(30) }))
      .then(fact('ComplaintRegistered', 30, { ...CASE_FACTS, policy: pinned(2, null) }));
  });

  it('may lie in the past, but not in the future', () => {
    const tomorrow = command(REGISTRATION, { occurredAt: at(NOW) + 1 });
    cases
      .given()
      .when(tomorrow)
      .thenRefused('occurred-in-future', { errors: [{ field: 'occurredAt' }] });
  });
});
