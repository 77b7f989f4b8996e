import fc from 'fast-check';
import { deriveId, newId } from './ids';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-([0-9a-f])[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('newId', () => {
  it('is another UUID of version 7 each time, later ones after earlier ones', () => {
    const ids = Array.from({ length: 1_000 }, newId);
    expect(new Set(ids).size).toBe(1_000);
    expect(ids.map((id) => UUID.exec(id)?.[1])).toEqual(ids.map(() => '7'));
    expect(ids.toSorted()).toEqual(ids);
  });
});

describe('deriveId', () => {
  it('is the same UUID of version 5 for the same parts', () => {
    const id = deriveId('complaint-1', 'ClockBreached', 'resolution', 1);
    expect(deriveId('complaint-1', 'ClockBreached', 'resolution', 1)).toBe(id);
    expect(UUID.exec(id)?.[1]).toBe('5');
  });

  it('never changes: ids that were derived are in the logs', () => {
    expect(deriveId('complaint-1', 'ClockMarkReached', 'resolution', 1, 80)).toBe(
      'dafc646c-5786-5ea1-a4ce-e1dfc6e6b7ab',
    );
  });

  it('tells parts apart, however they are cut', () => {
    const part = fc.oneof(fc.string(), fc.constantFrom('/', '%', '%2F', ''), fc.nat().map(String));
    const parts = fc.array(part, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(parts, parts, (some, others) => {
        expect(deriveId(...some) === deriveId(...others)).toBe(
          some.length === others.length && some.every((one, at) => one === others[at]),
        );
      }),
    );
    expect(deriveId('a', 'b')).not.toBe(deriveId('a/b'));
    expect(deriveId('a', '')).not.toBe(deriveId('a'));
  });
});
