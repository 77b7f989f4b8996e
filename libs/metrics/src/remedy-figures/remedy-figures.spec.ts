import fc from 'fast-check';
import { VirtualClock } from '@redress/kernel';
import { recordedEvents, runProjections, type RunningProjections } from '@redress/testing';
import { FigureReader } from '../asking/figure-reader';
import { rowsOf, sampleDimensions, START, storeRows } from '../asking/fixtures/stored-figures';
import type { RemedyFiguresQuestion } from './remedy-figures.dto';
import { RemedyFiguresHandler } from './remedy-figures.handler';
import { remedyFigures } from './remedy-figures.projection';
import { AskRemedyFigures } from './remedy-figures.query';
import type { RemedyRow } from './remedy-row';

const DAY = 86_400_000;

const TYPES = ['Offered', 'Accepted', 'Refused', 'Withdrawn', 'Fulfilled', 'Reversed'] as const;

/** What happens to a resolution, in any order, legal or not. */
interface Step {
  readonly type: (typeof TYPES)[number];
  readonly caseId: string;
  readonly resolutionId: string;
}

const someSteps = fc.array(
  fc.record<Step>({
    type: fc.constantFrom(...TYPES),
    caseId: fc.constantFrom('a', 'b'),
    resolutionId: fc.constantFrom('r1', 'r2'),
  }),
  { maxLength: 40 },
);

const someAmounts = fc.tuple(fc.integer({ min: 1, max: 10 ** 9 }), fc.integer({ min: 1, max: 10 ** 9 }));

describe('figures of remedies', () => {
  let running: RunningProjections;

  beforeAll(async () => {
    running = await runProjections(new VirtualClock(START), remedyFigures);
  });
  afterAll(() => running.stop());

  const given = (...lines: readonly Partial<RemedyRow>[]) =>
    storeRows(
      running,
      'figure_remedies',
      lines.map((line, n) => ({
        ...sampleDimensions(n),
        number: 1,
        act: 'offered',
        resolution_id: 'r1',
        remedy_number: 1,
        remedy: 'refund',
        cause: 'meter',
        cycle: 1,
        happened_at: START + n,
        ...line,
      })),
    );

  const ask = (question: Partial<RemedyFiguresQuestion> = {}) =>
    new RemedyFiguresHandler(new FigureReader(running.readModel)).execute(
      new AskRemedyFigures({ kind: ['complaint'], ...question }),
    );

  const promised = (amount_minor: number, currency: string) =>
    ({ debit: 'remedies-cost', credit: 'remedies-promised', amount_minor, currency }) as const;
  const paid = (amount_minor: number, currency: string) =>
    ({ debit: 'remedies-promised', credit: 'remedies-paid', amount_minor, currency }) as const;

  it('count remedies, and never add two currencies', async () => {
    await given(
      { act: 'sought', remedy: null, cause: null },
      { act: 'offered', ...promised(500, 'CNY') },
      { act: 'accepted', currency: 'CNY' },
      { act: 'fulfilled', ...paid(500, 'CNY') },
      { act: 'offered', ...promised(70, 'EUR') },
      {
        act: 'refused',
        debit: 'remedies-promised',
        credit: 'remedies-cost',
        amount_minor: 70,
        currency: 'EUR',
      },
      { act: 'accepted', remedy: 'apology' },
      { kind: 'enquiry', ...promised(1_000, 'CNY') },
    );
    expect(await ask()).toMatchObject({
      kinds: { complaint: 7 },
      range: { on: 'happened' },
      by: null,
      groups: [
        {
          group: null,
          remedies: {
            sought: 1,
            offered: 2,
            accepted: 2,
            refused: 1,
            withdrawn: 0,
            fulfilled: 1,
            reversed: 0,
          },
          acceptanceRate: 2 / 3,
          amounts: [
            {
              currency: 'CNY',
              promisedMinor: 500,
              refusedMinor: 0,
              withdrawnMinor: 0,
              paidMinor: 500,
              reversedMinor: 0,
              costMinor: 500,
            },
            { currency: 'EUR', promisedMinor: 70, refusedMinor: 70, paidMinor: 0, costMinor: 0 },
          ],
        },
      ],
      trialBalance: [
        {
          currency: 'CNY',
          accounts: [
            { account: 'remedies-cost', debitMinor: 500, creditMinor: 0, balanceMinor: 500 },
            { account: 'remedies-promised', debitMinor: 500, creditMinor: 500, balanceMinor: 0 },
            { account: 'remedies-paid', debitMinor: 0, creditMinor: 500, balanceMinor: -500 },
          ],
          sumMinor: 0,
        },
        { currency: 'EUR', sumMinor: 0 },
      ],
    });
  });

  it.each([
    ['remedy', ['refund', 'repair', null]],
    ['cause', ['meter', 'tariff', null]],
    ['currency', ['CNY', 'EUR', null]],
    ['team', ['north', 'south']],
    ['day', ['2026-03-01', '2026-03-02']],
  ] as const)('are split by %s', async (by, groups) => {
    await given(
      promised(1, 'CNY'),
      promised(2, 'CNY'),
      promised(2, 'CNY'),
      { ...promised(3, 'EUR'), remedy: 'repair', cause: 'tariff', team: 'south', happened_at: START + DAY },
      { ...promised(3, 'EUR'), remedy: 'repair', cause: 'tariff', team: 'south', happened_at: START + DAY },
      { act: 'sought', remedy: null, cause: null },
    );
    const answer = await ask({ by });
    expect(answer.groups.map(({ group }) => group)).toEqual(groups);
    expect(answer.by).toBe(by);
  });

  it('take the remedies, causes, currencies and the range that are asked for', async () => {
    await given(
      promised(1, 'CNY'),
      { ...promised(2, 'CNY'), remedy: 'gesture' },
      { ...promised(4, 'CNY'), cause: 'tariff' },
      promised(8, 'EUR'),
      { ...promised(16, 'CNY'), happened_at: START + DAY },
      { ...promised(32, 'CNY'), cycle: 2 },
    );
    const sum = async (question: Partial<RemedyFiguresQuestion>) => {
      const { groups, trialBalance } = await ask(question);
      const amounts = groups.flatMap((group) => group.amounts);
      const costs = trialBalance.flatMap(({ accounts }) =>
        accounts.filter(({ account }) => account === 'remedies-cost'),
      );
      const total = amounts.reduce((all, { promisedMinor }) => all + promisedMinor, 0);
      expect(costs.reduce((all, { balanceMinor }) => all + balanceMinor, 0)).toBe(total);
      return total;
    };
    expect(await sum({})).toBe(63);
    expect(await sum({ remedy: ['gesture'] })).toBe(2);
    expect(await sum({ cause: ['tariff', 'none'] })).toBe(4);
    expect(await sum({ currency: ['EUR'] })).toBe(8);
    expect(await sum({ from: '2026-03-02T00:00:00Z' })).toBe(16);
    expect(await sum({ cycle: 2 })).toBe(32);
  });

  it('answer with nothing where there is nothing', async () => {
    await given();
    expect(await ask()).toMatchObject({
      groups: [{ remedies: { offered: 0 }, acceptanceRate: null, amounts: [] }],
      trialBalance: [],
    });
    expect(await ask({ by: 'currency' })).toMatchObject({ groups: [] });
  });

  it('balance after any sequence of facts, and agree with a plain reading of them', async () => {
    await fc.assert(
      fc.asyncProperty(someSteps, someAmounts, async (steps, [cny, eur]) => {
        const remedies = [
          { kind: 'refund', amount: { minor: cny, currency: 'CNY' } },
          { kind: 'gesture', amount: { minor: eur, currency: 'EUR' } },
          { kind: 'apology' },
        ];
        const registered = { ...sampleDimensions(0), policy: { name: 'p', version: 1, rule: 1 } };
        const events = recordedEvents(
          ...['a', 'b'].map((id) => ({
            type: 'ComplaintRegistered',
            data: registered,
            partitionKey: id,
            stream: `complaint-${id}`,
          })),
          ...steps.map(({ type, caseId, resolutionId }) => ({
            type: `Resolution${type}`,
            partitionKey: caseId,
            data: {
              resolutionId,
              cycle: 1,
              remedies,
              cause: 'x',
              team: 't',
              agent: null,
              priority: 3,
              wasOffered: true,
            },
          })),
        );
        await storeRows(running, 'figure_remedies', rowsOf(remedyFigures, 'figure_remedies', events));
        const { groups, trialBalance } = await ask();
        const plain = readPlainly(steps);
        const [group] = groups;
        expect(group?.remedies).toMatchObject({
          offered: 3 * plain.Offered,
          accepted: 3 * plain.Accepted,
          refused: 3 * plain.Refused,
          withdrawn: 3 * plain.Withdrawn,
          fulfilled: 3 * plain.Fulfilled,
          reversed: 3 * plain.Reversed,
        });
        for (const [currency, minor] of [
          ['CNY', cny],
          ['EUR', eur],
        ] as const) {
          const amounts = group?.amounts.find((one) => one.currency === currency);
          expect(amounts?.costMinor ?? 0).toBe((plain.owed + plain.given) * minor);
          expect((amounts?.paidMinor ?? 0) - (amounts?.reversedMinor ?? 0)).toBe(plain.given * minor);
          const balance = trialBalance.find((one) => one.currency === currency);
          expect(balance?.sumMinor ?? 0).toBe(0);
          const [cost = 0, stillPromised = 0, stillPaid = 0] =
            balance?.accounts.map(({ balanceMinor }) => balanceMinor) ?? [];
          expect(cost).toBe((plain.owed + plain.given) * minor);
          expect(0 - stillPromised).toBe(plain.owed * minor);
          expect(0 - stillPaid).toBe(plain.given * minor);
        }
      }),
      { numRuns: 60 },
    );
  });
});

/** How often each thing happened, and how many resolutions are owed and given in the end. */
function readPlainly(steps: readonly Step[]) {
  const counts = { Offered: 0, Accepted: 0, Refused: 0, Withdrawn: 0, Fulfilled: 0, Reversed: 0 };
  const owed = new Set<string>();
  const given = new Set<string>();
  for (const { type, caseId, resolutionId } of steps) {
    const one = `${caseId} ${resolutionId}`;
    counts[type] += 1;
    if ((type === 'Offered' || type === 'Accepted') && !given.has(one)) owed.add(one);
    if (type === 'Refused' || type === 'Withdrawn' || type === 'Fulfilled') owed.delete(one);
    if (type === 'Fulfilled') given.add(one);
    if (type === 'Reversed') given.delete(one);
  }
  return { ...counts, owed: owed.size, given: given.size };
}
