import { fold, fromIso, toIso } from '@redress/kernel';
import { INTAKE_EVENT_TYPES, type ContactRecorded, type SignalReceived } from '../events';
import { contactDecider } from './contact-decider';
import samples from './event-samples.json';
import { signalDecider } from './signal-decider';

/** Events of intake as version 1 wrote them, frozen: what stands in a log stays readable for ever. Never edit a sample. */
const NOW = Date.UTC(2026, 3, 1);
const contact = samples.contact as Omit<ContactRecorded, 'occurredAt'> & { readonly occurredAt: string };
const signals = samples.signals.map(({ occurredAt, ...event }) => ({
  ...event,
  occurredAt: fromIso(occurredAt),
})) as SignalReceived[];

const asStored = ({ occurredAt, ...event }: ContactRecorded | SignalReceived) => ({
  ...event,
  occurredAt: toIso(occurredAt),
});

describe('the frozen samples', () => {
  it('hold every type of event of intake', () => {
    const types = [contact, ...signals].map(({ type }) => type);
    expect([...new Set(types)].sort()).toEqual(INTAKE_EVENT_TYPES.toSorted());
  });

  it('are read as what they meant', () => {
    const customer = '0b5e3c52-0000-5000-8000-000000000002';
    expect(fold(signalDecider, signals)).toEqual({
      occurrence: 1,
      resolvedAt: Date.UTC(2026, 2, 2, 11),
      severity: 'normal',
      known: new Set([customer]),
      raised: new Set([customer]),
    });
    expect(fold(contactDecider, [{ ...contact, occurredAt: fromIso(contact.occurredAt) }])).toBe(true);
  });

  it('are what is written today', () => {
    const order = { contact: contact.data, startedAt: fromIso(contact.occurredAt), now: NOW };
    expect(contactDecider.decide(order, false).map(asStored)).toEqual([samples.contact]);
    const told = signals.reduce<readonly SignalReceived[]>((before, { occurredAt, data }) => {
      const { occurrence: _, raises: __, ...said } = data;
      const signal = { ...said, seenAt: occurredAt, now: NOW, sameWithinMs: 0 };
      return [...before, ...signalDecider.decide(signal, fold(signalDecider, before))];
    }, []);
    expect(told.map(asStored)).toEqual(samples.signals);
  });
});
