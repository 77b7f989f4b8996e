import { PersonalDataUnavailable } from '../errors';
import { GroupCommit, type Outcome } from './group-commit';

const ok = (calls: readonly number[]): Outcome<number>[] => calls.map((call) => ({ result: call * 10 }));

describe('a group commit', () => {
  it('writes calls of one moment together, and those that come meanwhile as the next group', async () => {
    const groups: (readonly number[])[] = [];
    const late: Promise<number>[] = [];
    const commit = new GroupCommit<number, number>((calls) => {
      groups.push(calls);
      if (groups.length === 1) late.push(commit.add(4), commit.add(5), commit.add(6), commit.add(7));
      return Promise.resolve(ok(calls));
    }, 3);
    expect(await Promise.all([commit.add(1), commit.add(2)])).toEqual([10, 20]);
    expect(await Promise.all(late)).toEqual([40, 50, 60, 70]);
    expect(groups).toEqual([[1, 2], [4, 5, 6], [7]]);
  });

  it('gives each caller its own outcome', async () => {
    const commit = new GroupCommit<number, number>(
      (calls) =>
        Promise.resolve(calls.map((call) => (call === 2 ? { error: new Error('no 2') } : { result: call }))),
      10,
    );
    const [one, two] = await Promise.allSettled([commit.add(1), commit.add(2)]);
    expect(one).toEqual({ status: 'fulfilled', value: 1 });
    expect(two).toMatchObject({ status: 'rejected', reason: { message: 'no 2' } });
  });

  it('writes each alone where the group fails, so that one does not spoil the others', async () => {
    const commit = new GroupCommit<number, number>(
      (calls) => (calls.includes(2) ? Promise.reject(new Error('bad')) : Promise.resolve(ok(calls))),
      10,
    );
    const results = await Promise.allSettled([commit.add(1), commit.add(2), commit.add(3)]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('tells all at once where the store is unavailable, and goes on with the next call', async () => {
    let tries = 0;
    const commit = new GroupCommit<number, number>((calls) => {
      tries += 1;
      return tries === 1 ? Promise.reject(new PersonalDataUnavailable('down')) : Promise.resolve(ok(calls));
    }, 10);
    const results = await Promise.allSettled([commit.add(1), commit.add(2)]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await commit.add(3)).toBe(30);
    expect(tries).toBe(2);
  });
});
