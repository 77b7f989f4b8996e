import { fold, type Decider } from './decider';
import type { DomainEvent } from './events';

type Added = DomainEvent<'Added', 1, { readonly by: string }>;

const decider: Decider<string, string, Added> = {
  initial: '',
  decide: (by) => [{ type: 'Added', version: 1, occurredAt: 0, data: { by } }],
  evolve: (state, { data }) => state + data.by,
};

describe('fold', () => {
  it('is the initial state before anything happened', () => {
    expect(fold(decider, [])).toBe('');
  });

  it('takes the events in order', () => {
    expect(
      fold(
        decider,
        ['a', 'b', 'c'].flatMap((by) => decider.decide(by, '')),
      ),
    ).toBe('abc');
  });
});
