import fc from 'fast-check';
import { DoesNotOpen, MasterKey, newKey, seal, unseal, type Place } from './sealing';

const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
const place: fc.Arbitrary<Place> = fc.tuple(fc.string(), fc.string(), fc.string());

describe('a sealed value', () => {
  it('opens under its key at its place', () => {
    fc.assert(
      fc.property(bytes, place, (plain, where) => {
        const key = newKey();
        expect(unseal(key, where, seal(key, where, plain)).equals(plain)).toBe(true);
      }),
    );
  });

  it('does not open with any bit changed, cut short or made longer', () => {
    const key = newKey();
    fc.assert(
      fc.property(bytes, place, fc.nat(), (plain, where, at) => {
        const sealed = seal(key, where, plain);
        const changed = Buffer.from(sealed);
        const bit = at % (sealed.length * 8);
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        for (const bad of [
          changed,
          sealed.subarray(0, at % sealed.length),
          Buffer.concat([sealed, Buffer.of(0)]),
        ]) {
          expect(() => unseal(key, where, bad)).toThrow(DoesNotOpen);
        }
      }),
    );
  });

  it('does not open under another key or at another place', () => {
    const key = newKey();
    fc.assert(
      fc.property(bytes, place, place, (plain, where, elsewhere) => {
        const sealed = seal(key, where, plain);
        expect(() => unseal(newKey(), where, sealed)).toThrow(DoesNotOpen);
        if (JSON.stringify(where) !== JSON.stringify(elsewhere))
          expect(() => unseal(key, elsewhere, sealed)).toThrow(DoesNotOpen);
        // Where one word ends and the next begins is part of the place.
        expect(() => unseal(key, ['a', 'bc'], seal(key, ['ab', 'c'], plain))).toThrow(DoesNotOpen);
      }),
    );
  });

  it('never looks the same twice', () => {
    const key = newKey();
    const sealed = Array.from({ length: 1000 }, () => seal(key, ['x'], Buffer.from('same')).toString('hex'));
    const nonces = new Set(sealed.map((one) => one.slice(2, 26)));
    expect(nonces.size).toBe(1000);
  });

  it('keeps the form in which it is stored', () => {
    const key = Buffer.alloc(32, 7);
    const stored = Buffer.from(FROZEN, 'hex');
    expect(unseal(key, ['text', 'customer-1', 'ref-1', 'note'], stored).toString()).toBe('frozen 样本');
  });
});

/** A value sealed by version 0.1: rows of that time must open for ever. */
const FROZEN = '010dc08d88c0bbfcd580c5eac227c3b1bc4e8d1f9389f027b55448eb29dede3f5855a5236b206e26570b';

describe('a master key', () => {
  it('gives the same keys again, and another master key gives others', () => {
    const secret = newKey();
    const [one, again, other] = [new MasterKey(secret), new MasterKey(secret), new MasterKey(newKey())];
    expect(again.id).toBe(one.id);
    expect(again.hash('phone', '+1')).toEqual(one.hash('phone', '+1'));
    expect(again.unwrap(['x'], one.wrap(['x'], secret)).equals(secret)).toBe(true);
    expect(other.id).not.toBe(one.id);
    expect(other.hash('phone', '+1')).not.toEqual(one.hash('phone', '+1'));
    expect(() => other.unwrap(['x'], one.wrap(['x'], secret))).toThrow(DoesNotOpen);
  });

  it('hashes a number by what kind it is', () => {
    const key = new MasterKey(newKey());
    expect(key.hash('phone', '12')).not.toEqual(key.hash('reference', '12'));
  });

  it('derives as it always has: hashes and sealed keys of the past stay good', () => {
    const key = new MasterKey(Buffer.alloc(32, 7));
    expect([key.id, key.hash('phone', '+442079460958').toString('hex')]).toEqual([
      '1fb274125f4b277d',
      '354c27390dc2693a13c38a170e79dca8da5d0d8e9c5017a41ccfbef10747d7fd',
    ]);
    expect(key.unwrap(['customer-key', 'customer-1'], Buffer.from(FROZEN_KEY, 'hex'))).toEqual(
      Buffer.alloc(32, 9),
    );
  });

  it('has 32 bytes', () => {
    expect(() => new MasterKey(Buffer.alloc(16))).toThrow(RangeError);
  });
});

const FROZEN_KEY =
  '010dd5aa63353df3745fd4e9d02965e1e583fdea22ed1c298f2fd8367c0500e0b79b191f6953e24d6c538fe6ba621a7552e13a6da4b4800367fb588508';
