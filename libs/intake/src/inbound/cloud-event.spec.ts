import fc from 'fast-check';
import { HttpProblem } from '@redress/http';
import { fromStructured } from './cloud-event';

const EVENT = {
  specversion: '1.0',
  id: 'call-17',
  source: '/telephony/ivr',
  type: 'redress.intake.contact.v1',
  time: '2026-03-01T09:30:00+01:00',
  data: { any: 'thing' },
};

/** The fields that are wrong about an event; none where it is taken. */
function flawsOf(event: unknown): readonly string[] {
  try {
    fromStructured(event);
    return [];
  } catch (error) {
    if (!(error instanceof HttpProblem) || error.status !== 400) throw error;
    const errors = (error.extras.members?.['errors'] ?? [{ field: 'all' }]) as readonly { field: string }[];
    return errors.map(({ field }) => field);
  }
}

describe('a CloudEvent', () => {
  it('is read by the attributes that count', () => {
    const more = {
      subject: 'anything',
      traceparent: '00-1',
      datacontenttype: 'application/json; charset=utf-8',
    };
    expect(fromStructured({ ...EVENT, ...more })).toEqual({
      id: 'call-17',
      source: '/telephony/ivr',
      type: 'redress.intake.contact.v1',
      time: Date.UTC(2026, 2, 1, 8, 30),
      data: { any: 'thing' },
    });
  });

  it.each([
    ['specversion', '0.3'],
    ['specversion', undefined],
    ['id', ''],
    ['id', 'a b'],
    ['id', 17],
    ['id', 'x'.repeat(256)],
    ['source', 'mailto:ada@example.org'],
    ['source', '/ada lovelace'],
    ['source', undefined],
    ['type', 'redress.intake.contact.v2'],
    ['type', ['redress.intake.contact.v1']],
    ['time', 'yesterday'],
    ['time', '2026-02-30T00:00:00Z'],
    ['time', null],
    ['datacontenttype', 'text/xml'],
    ['data', undefined],
    ['data', null],
    ['data_base64', 'e30='],
  ])('with the wrong %s is refused: %p', (field, value) => {
    expect(flawsOf({ ...EVENT, [field]: value })).toEqual([field]);
  });

  it('says all that is wrong at once', () => {
    expect(flawsOf({})).toEqual(['specversion', 'id', 'source', 'type', 'data']);
  });

  it('is refused in words, whatever it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...Object.keys(EVENT)), (value, attribute) => {
        flawsOf(value);
        flawsOf({ ...EVENT, [attribute]: value });
      }),
    );
  });
});
