import { CALLBACK_ABOUT, CONTACT_POLICY_REF } from '@redress/testing';
import type { CallbackCommandContext, CallbackOrder } from './commands';
import { callbacks, command, fact, T0 } from '../../../../test/support/told-callbacks';

type Schedule = Extract<CallbackOrder, { type: 'ScheduleCallback' }>;

const { windowNumber: _, ...ASKED } = CALLBACK_ABOUT;
const schedule = (words: Partial<Schedule> = {}, context: Partial<CallbackCommandContext> = {}) =>
  command({ type: 'ScheduleCallback', ...ASKED, channel: 'phone', ...words }, 0, context);
const FACTS = { channel: 'phone', timeZone: 'Europe/London', policy: CONTACT_POLICY_REF } as const;
const scheduled = fact('CallbackScheduled', 0, { ...CALLBACK_ABOUT, ...FACTS });

describe('ScheduleCallback', () => {
  it('puts on record what is owed, and names the contact policy', () => {
    callbacks.given().when(schedule()).then(scheduled);
  });

  it('keeps all that was said', () => {
    const why = { reason: 'asked-for-it', noteRef: 'note-1' };
    const words = {
      purpose: 'follow-up',
      owner: null,
      channel: 'sms',
      language: 'zh-Hans-CN',
      numberRef: 'number-1',
      cycle: 2,
    } as const;
    callbacks
      .given()
      .when(schedule({ ...words, timeZone: 'Asia/Shanghai' }, { why }))
      .then({
        ...scheduled,
        data: {
          ...why,
          ...CALLBACK_ABOUT,
          ...FACTS,
          ...words,
          timeZone: 'Asia/Shanghai',
          window: { from: '2026-03-02T10:00:00.000Z', to: '2026-03-02T12:00:00.000Z' },
        },
      });
  });

  it('moves the window out of the quiet hours of the customer’s zone, and says so', () => {
    const asked = { from: '2026-03-02T13:00:00.000Z', to: '2026-03-02T14:00:00.000Z' };
    const moved = fact('CallbackScheduled', 0, {
      ...CALLBACK_ABOUT,
      ...FACTS,
      timeZone: 'Asia/Shanghai',
      window: { from: '2026-03-03T00:00:00.000Z', to: '2026-03-03T01:00:00.000Z' },
      moved: { asked, movedBy: 'quiet-hours' },
    });
    callbacks
      .given()
      .when(schedule({ window: asked, timeZone: 'Asia/Shanghai' }))
      .then(moved);
  });

  it('adds nothing where it is on record', () => {
    callbacks
      .given(scheduled)
      .when(schedule({ purpose: 'care' }))
      .thenNothing();
  });

  it('writes zones and languages as their registries do', () => {
    const canonical = { timeZone: 'Asia/Shanghai', language: 'zh-Hans-CN' };
    callbacks
      .given()
      .when(schedule({ timeZone: 'asia/shanghai', language: 'ZH-hans-cn' }))
      .then({ ...scheduled, data: { ...scheduled.data, ...canonical } });
  });

  it.each([
    ['unknown-zone', 'timeZone', { timeZone: 'Mars/Olympus' }],
    ['unknown-zone', 'timeZone', { timeZone: '+08:00' }],
    ['language-invalid', 'language', { language: 'speaks slowly' }],
    ['window-over', 'window.to', { window: { from: '2026-03-02T07:00:00Z', to: '2026-03-02T09:00:00Z' } }],
    ['window-invalid', 'window.to', { window: { from: '2026-03-02T12:00:00Z', to: '2026-03-02T10:00:00Z' } }],
  ] as const)('is refused with %s for %s: %j', (code, field, words) => {
    callbacks
      .given()
      .when(schedule(words))
      .thenRefused(code, { errors: [expect.objectContaining({ field, code })] });
  });

  it('happens when its sender says, and not in the future', () => {
    const order = schedule({}, { now: T0 + 600_000, occurredAt: T0 });
    callbacks.given().when(order).then(scheduled);
    callbacks
      .given()
      .when(schedule({}, { occurredAt: T0 + 1 }))
      .thenRefused('occurred-in-future');
  });
});
