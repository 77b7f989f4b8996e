import fc from 'fast-check';
import { mergeDetails } from './merge-details';
import type { CustomerDetails } from './personal-data';

const details: fc.Arbitrary<CustomerDetails> = fc.record(
  {
    name: fc.string(),
    email: fc.string(),
    phones: fc.array(fc.constantFrom('+49 30 1', '+49 30 2', '0049301', '+4930-2', 'no number'), {
      maxLength: 4,
    }),
  },
  { requiredKeys: [] },
);

describe('details met again', () => {
  it('change nothing when they are known already', () => {
    fc.assert(
      fc.property(details, details, (known, given) => {
        const once = mergeDetails(known, given);
        expect(mergeDetails(once, given)).toEqual(once);
      }),
    );
  });

  it('hold each phone once, and the newest of the other fields', () => {
    const known = { name: 'Ada', address: 'Mill Lane', phones: ['+49 30 11'] };
    const given = { name: 'Ada L.', phones: ['0049 3011', '+49 30 22'] };
    expect(mergeDetails(known, given)).toEqual({
      name: 'Ada L.',
      address: 'Mill Lane',
      phones: ['+49 30 11', '+49 30 22'],
    });
  });
});
