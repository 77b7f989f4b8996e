import { COMPLAINT, startIntakeApp, type IntakeApp } from '../../../../test/support/intake-app';
import { IntakeJourney, structured, type Written } from '../../../../test/services/intake-journey';
import { describeWithKafka } from '../../../../test/services/with-kafka';
import type { FetchedRecord } from '@redress/kafka';
import { complaintIdOf } from '../inbound/message-ids';

const binary = (id: string, data: unknown, headers: Written['headers'] = {}): Written => ({
  value: JSON.stringify(data),
  headers: {
    ce_specversion: '1.0',
    ce_id: id,
    ce_source: '/crm',
    ce_type: 'redress.intake.complaint.v1',
    'content-type': 'application/json',
    ...headers,
  },
});

describeWithKafka('what stands in the intake topic', (brokers) => {
  let app: IntakeApp;
  let journey: IntakeJourney;
  beforeAll(async () => {
    app = await startIntakeApp();
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    journey = await IntakeJourney.begin(brokers);
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await journey.end();
  });

  /** Resolves when a message was taken whose outcome this is about: the last one written. */
  async function takenUpTo(id: string, source = '/crm'): Promise<void> {
    const complaintId = complaintIdOf({ source, id });
    for (;;) {
      const before = await app.store.head();
      if ((await app.store.readStream(`complaint-${complaintId}`)).length > 0) return;
      const waiting = new AbortController();
      for await (const _ of app.store.follow({
        ...(before === undefined ? {} : { after: before }),
        signal: waiting.signal,
      }))
        waiting.abort();
    }
  }
  const categories = async () =>
    (await app.recorded())
      .filter(({ type }) => type === 'ComplaintRegistered')
      .map(({ data }) => (data as { category: string }).category);
  const complaint = (category: string, more: object = {}) => ({ ...COMPLAINT, category, ...more });
  const letters = () => journey.read(journey.topics.deadLetter);
  const header = ({ headers }: FetchedRecord, name: string) => String(headers[name]);

  it('is taken in order, in both modes, and a repeat changes nothing', async () => {
    const before = (await categories()).length;
    await journey.write(
      structured('complaint', 'o-1', complaint('order-1')),
      binary('o-2', complaint('order-2')),
      structured('complaint', 'o-1', complaint('order-1')),
      binary('o-3', complaint('order-3')),
    );
    const consumer = journey.consume(app.desk);
    await takenUpTo('o-3');
    expect((await categories()).slice(before)).toEqual(['order-1', 'order-2', 'order-3']);
    expect(await letters()).toEqual([]);
    expect(await consumer.check()).toEqual({ ok: true });
  });

  it('goes to the dead letters where it is bad, as it came and with the reason, and the others go on', async () => {
    const bytes = Buffer.from([0xff, 0x00, 0xfe]);
    const odd = { 'x-twice': ['one', Buffer.from([0x80, 0x00])], ce_type: 'redress.intake.nothing.v1' };
    await journey.write(
      { value: bytes, key: 'k', partition: 1, headers: { note: bytes } },
      { value: null },
      { ...structured('complaint', 'p-1', complaint('poison', { priority: 9 })), partition: 1 },
      { ...structured('fact', 'p-2', { fact: 'chased', complaintId: 'nothing' }), partition: 1 },
      { ...structured('complaint', 'p-3', complaint('after')), partition: 1 },
      binary('p-4', complaint('odd'), odd),
    );
    const before = Date.now();
    journey.consume(app.desk);
    await Promise.all([takenUpTo('p-3'), journey.putAside(5)]);

    const all = await letters();
    const of = (origin: string) => all.find((one) => header(one, 'redress_origin').endsWith(origin))!;
    const [noise, nothing, wrong, unknown] = ['/1/0', '/0/0', '/1/1', '/1/2'].map(of);
    expect(noise).toMatchObject({ key: Buffer.from('k'), value: bytes });
    expect(noise!.headers).toMatchObject({ note: bytes });
    expect(header(noise!, 'redress_code')).toBe('invalid-request');
    expect(header(noise!, 'redress_field')).toBe('specversion');
    expect(header(noise!, 'redress_origin')).toBe(`${journey.topics.intake}/1/0`);
    expect(Date.parse(header(noise!, 'redress_failed_at'))).toBeGreaterThanOrEqual(before);
    expect(nothing).toMatchObject({ key: null, value: null });
    expect(header(wrong!, 'redress_field')).toBe('data.priority');
    expect(header(wrong!, 'redress_reason')).toContain('priority must not be greater than 5');
    expect(header(unknown!, 'redress_code')).toBe('not-found');
    const { headers } = of('/0/1');
    expect(headers['x-twice']).toEqual([Buffer.from('one'), Buffer.from([0x80, 0x00])]);
    expect(header(of('/0/1'), 'redress_field')).toBe('type');
    expect(await categories()).not.toContain('poison');
  });

  it('waits for what is out of reach, and passes nothing over', async () => {
    const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    const append = jest.spyOn(app.store, 'append');
    for (let time = 0; time < 8; time++) append.mockRejectedValueOnce(refused);
    await journey.write(
      structured('complaint', 'w-1', complaint('waited-1')),
      structured('complaint', 'w-2', complaint('waited-2')),
    );
    const consumer = journey.consume(app.desk);
    await takenUpTo('w-2');
    expect((await categories()).slice(-2)).toEqual(['waited-1', 'waited-2']);
    expect(await letters()).toEqual([]);
    expect(journey.reports.filter(({ kind }) => kind === 'failed')).toHaveLength(8);
    await consumer.stop();
    expect((await consumer.check()).ok).toBe(false);
  });

  it('is put aside where it fails five times by a mistake of ours, and taken after the mend', async () => {
    const append = jest.spyOn(app.store, 'append').mockRejectedValue(new TypeError('ours'));
    await journey.write(structured('complaint', 'm-1', complaint('mended')));
    journey.consume(app.desk);
    await journey.putAside(1);
    expect(append).toHaveBeenCalledTimes(5);
    expect(header((await letters())[0]!, 'redress_code')).toBe('internal-error');
    append.mockRestore();
    expect(await journey.redrive()).toMatchObject({ putBack: 1 });
    await takenUpTo('m-1');
  });

  it('is put back where it was mended, chosen ones first, each once', async () => {
    const of = (id: string) => complaint(`case-of-${id}`, { customer: { id } });
    await journey.write(
      structured('complaint', 'r-1', of('late-one')),
      structured('complaint', 'r-2', of('late-two'), { source: '/shop' }),
      structured('complaint', 'r-3', of('late-three')),
      { value: 'noise' },
    );
    journey.consume(app.desk);
    await journey.putAside(4);
    for (const id of ['late-one', 'late-two', 'late-three'])
      await app.personalData.findOrCreateCustomer({ proposedId: id, details: {} });

    const seen: unknown[] = [];
    const dryRun = await journey.redrive({ dryRun: true, onLetter: (letter) => seen.push(letter) });
    expect(dryRun).toMatchObject({ putBack: 4, left: 0, stoppedEarly: false });
    expect(seen[1]).toMatchObject({
      code: 'customer-unknown',
      field: 'data.customer.id',
      source: '/shop',
      origin: { topic: journey.topics.intake, partition: 0, offset: 1 },
    });
    expect((await journey.read(journey.topics.intake)).length).toBe(4);

    const shop = await journey.redrive({ source: '/shop' });
    expect(shop).toMatchObject({ putBack: 1, left: 3 });
    await takenUpTo('r-2', '/shop');
    const known = await journey.redrive({ code: 'customer-unknown' });
    expect([known.left, [...known.byCode]]).toEqual([1, [['customer-unknown', 2]]]);
    await takenUpTo('r-3');

    const records = await journey.read(journey.topics.intake);
    expect(records.slice(4).map(({ value }) => value)).toEqual([1, 0, 2].map((at) => records[at]?.value));
    expect(records[4]?.headers).toEqual(records[1]?.headers);

    expect(await journey.redrive()).toMatchObject({ putBack: 1, left: 0 });
    await journey.putAside(5); // it is noise still
    expect(await journey.redrive({ dryRun: true })).toMatchObject({ putBack: 1 });
    expect((await categories()).filter((category) => category.startsWith('case-of'))).toHaveLength(3);
  });

  it('is shared by several, and handed on when one of them goes', async () => {
    const [one, other] = [journey.consume(app.desk), journey.consume(app.desk)];
    const some = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, index) => ({
        ...structured('complaint', `s-${String(from + index)}`, complaint(`shared-${String(from + index)}`)),
        partition: index % 3,
      }));
    const ids = (from: number, to: number) =>
      Promise.all(Array.from({ length: to - from }, (_, index) => takenUpTo(`s-${String(from + index)}`)));
    await journey.write(...some(0, 30));
    await ids(0, 30);
    await one.stop();
    await journey.write(...some(30, 60));
    await ids(30, 60);
    const shared = (await categories()).filter((category) => category.startsWith('shared'));
    expect(new Set(shared).size).toBe(60);
    expect(shared).toHaveLength(60);
    expect(await other.check()).toEqual({ ok: true });
  });
});
