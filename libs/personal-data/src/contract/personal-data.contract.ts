import { type DomainError, newId, SYSTEM_ACTOR } from '@redress/kernel';
import fc from 'fast-check';
import type { CustomerDetails, CustomerNumber, PersonalData, PersonalText, Reader } from '../personal-data';

/** Two ways into the same data, as two processes have them. */
export interface PersonalDataUnderTest {
  readonly store: PersonalData;
  readonly other: PersonalData;
  close(): Promise<void>;
}

const ADA: CustomerDetails = {
  name: '欧阳 阿达 👩🏽‍💻',
  phones: ['+86 (138) 0013-8000', '010 6552 9988'],
  email: 'Ada@Example.COM',
  address: '1 Mill Lane\nCambridge',
  language: 'zh-Hans-CN',
  timeZone: 'Asia/Shanghai',
  reference: 'CRM-4711',
};

const READER: Reader = { actor: SYSTEM_ACTOR, purpose: 'case-view', correlationId: 'correlation-1' };

const aText = (text: string, ref = newId()): PersonalText => ({ ref, purpose: 'note', text });

/** A text of any characters that can be stored: neither NUL nor half a surrogate pair. */
const anyText = fc.string({ unit: 'binary' }).filter((text) => !/\0|\p{Surrogate}/u.test(text));

/** What every adapter of PersonalData must do. */
export function personalDataContract(adapter: string, setUp: () => Promise<PersonalDataUnderTest>): void {
  describe(`${adapter} as a personal-data store`, () => {
    let store: PersonalData;
    let other: PersonalData;
    let close: () => Promise<void>;

    beforeAll(async () => {
      ({ store, other, close } = await setUp());
    });
    afterAll(async () => {
      await close();
    });

    const create = async (details: CustomerDetails = {}, texts: PersonalText[] = []): Promise<string> =>
      (await store.findOrCreateCustomer({ proposedId: newId(), details, texts })).customerId;

    describe('a customer', () => {
      it('comes back as it went in, also through another process', async () => {
        const proposedId = newId();
        const details = { ...ADA, reference: newId() };
        expect(await store.findOrCreateCustomer({ proposedId, details })).toEqual({
          customerId: proposedId,
          created: true,
        });
        expect(await store.customer(proposedId)).toEqual(details);
        expect(await other.customer(proposedId)).toEqual(details);
      });

      it('comes back whatever characters the details are made of', async () => {
        const anyDetails = fc.record(
          { name: anyText, address: anyText, email: anyText, phones: fc.array(anyText) },
          { requiredKeys: [] },
        );
        await fc.assert(
          fc.asyncProperty(anyDetails, async (details) => {
            const known = await store.customer(await create(details));
            expect({ ...known, phones: undefined }).toEqual({ ...details, phones: undefined });
            for (const phone of details.phones ?? [])
              if (/\d/.test(phone)) expect(known?.phones).toBeDefined();
          }),
          { numRuns: 50 },
        );
      });

      it('is unknown until somebody creates it', async () => {
        expect(await store.customer(newId())).toBeUndefined();
        expect(await store.readCustomer(newId(), READER)).toBeUndefined();
      });

      it('is the same one when the call is repeated, and the answer is the same', async () => {
        const call = { proposedId: newId(), details: { name: 'Ada' }, texts: [aText('it broke')] };
        const first = await store.findOrCreateCustomer(call);
        expect(await other.findOrCreateCustomer(call)).toEqual(first);
        expect(await store.customer(call.proposedId)).toEqual({ name: 'Ada' });
      });

      it('is found by its reference, and not made a second time', async () => {
        const reference = newId();
        const known = await create({ reference });
        const proposedId = newId();
        expect(await store.findOrCreateCustomer({ proposedId, details: { reference } })).toEqual({
          customerId: known,
          created: false,
        });
        expect(await store.customer(proposedId)).toBeUndefined();
      });

      it('is one, however many callers bring the same new reference at once', async () => {
        const reference = newId();
        const calls = Array.from({ length: 60 }, (_, index) => ({
          through: index % 2 === 0 ? store : other,
          call: { proposedId: newId(), details: { reference }, texts: [aText(`call ${String(index)}`)] },
        }));
        const answers = await Promise.all(
          calls.map(({ through, call }) => through.findOrCreateCustomer(call)),
        );
        expect(new Set(answers.map(({ customerId }) => customerId)).size).toBe(1);
        expect(answers.filter(({ created }) => created)).toHaveLength(1);
        expect(await store.findByNumber({ reference })).toEqual([answers[0]?.customerId]);
        const texts = await store.getTexts(calls.flatMap(({ call }) => call.texts.map(({ ref }) => ref)));
        expect(texts.size).toBe(60);
      });

      it('keeps all that callers add at once', async () => {
        const reference = newId();
        const phones = Array.from({ length: 30 }, (_, index) => `+49 30 ${String(100_000 + index)}`);
        await Promise.all(
          phones.map((phone, index) =>
            (index % 2 === 0 ? store : other).findOrCreateCustomer({
              proposedId: newId(),
              details: { reference, phones: [phone] },
            }),
          ),
        );
        const [customerId = ''] = await store.findByNumber({ reference });
        expect([...((await store.customer(customerId))?.phones ?? [])].sort()).toEqual(phones);
      });

      it('takes over newer details when met again: phones are added, the rest replaced', async () => {
        const reference = newId();
        const customerId = await create({
          reference,
          name: 'Ada B.',
          phones: ['+44 20 7946 0001'],
          email: 'old@example.com',
        });
        await create({
          reference,
          name: 'Ada C.',
          phones: ['0044 (20) 7946-0001', '020 7946 0002'],
          email: 'new@example.com',
        });
        expect(await store.customer(customerId)).toEqual({
          reference,
          name: 'Ada C.',
          phones: ['+44 20 7946 0001', '020 7946 0002'],
          email: 'new@example.com',
        });
        expect(await store.findByNumber({ email: 'new@example.com' })).toContain(customerId);
        expect(await store.findByNumber({ email: 'old@example.com' })).not.toContain(customerId);
        expect(await store.findByNumber({ phone: '02079460002' })).toContain(customerId);
      });

      it('takes a reference later on, and no second one', async () => {
        const proposedId = newId();
        const reference = newId();
        await store.findOrCreateCustomer({ proposedId, details: { name: 'Ada' } });
        await store.findOrCreateCustomer({ proposedId, details: { reference } });
        expect(await store.findByNumber({ reference })).toEqual([proposedId]);
        await expect(
          store.findOrCreateCustomer({ proposedId, details: { reference: newId() } }),
        ).rejects.toMatchObject({
          kind: 'conflict',
          code: 'customer-reference-differs',
        });
      });

      it('gives a reference to one of two customers who are to get it at the same moment', async () => {
        for (const through of [store, other]) {
          for (let round = 0; round < 20; round += 1) {
            const ids = [await create(), await create()] as const;
            const details = { reference: newId() };
            const answers = await Promise.all([
              store.findOrCreateCustomer({ proposedId: ids[0], details }),
              through.findOrCreateCustomer({ proposedId: ids[1], details }),
            ]);
            const found = await store.findByNumber(details);
            expect(answers.map(({ customerId }) => [customerId])).toEqual([found, found]);
          }
        }
      });
    });

    describe('texts', () => {
      it('come back by their refs; refs of nothing are absent', async () => {
        const stored = [aText('first\r\nline'), aText(''), aText('第二 ✍️')];
        const customerId = await create({}, stored.slice(0, 1));
        await store.putTexts(customerId, stored.slice(1));
        const texts = await other.getTexts([...stored.map(({ ref }) => ref), newId()]);
        expect(texts).toEqual(new Map(stored.map(({ ref, text }) => [ref, text])));
        expect(await store.getTexts([])).toEqual(new Map());
      });

      it('come back whatever characters they are made of', async () => {
        const customerId = await create();
        await fc.assert(
          fc.asyncProperty(anyText, async (text) => {
            const ref = newId();
            await store.putTexts(customerId, [aText(text, ref)]);
            expect((await store.getTexts([ref])).get(ref)).toBe(text);
          }),
          { numRuns: 100 },
        );
      });

      it('stored again change nothing; another text under a taken ref is refused and the first one stays', async () => {
        const customerId = await create();
        const ref = newId();
        await Promise.all(
          [store, other, store].map((one) => one.putTexts(customerId, [aText('the first', ref)])),
        );
        const refusal = { kind: 'conflict', code: 'text-ref-taken' };
        await expect(other.putTexts(customerId, [aText('the second', ref)])).rejects.toMatchObject(refusal);
        await expect(store.putTexts(await create(), [aText('the first', ref)])).rejects.toMatchObject(
          refusal,
        );
        expect((await store.getTexts([ref])).get(ref)).toBe('the first');
      });

      it('that two callers bring under one ref at the same moment: one is stored, the other refused', async () => {
        const customerId = await create();
        for (const through of [store, other]) {
          const ref = newId();
          const results = await Promise.allSettled([
            store.putTexts(customerId, [aText('mine', ref)]),
            through.putTexts(customerId, [aText('yours', ref)]),
          ]);
          expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
          const kept = results[0].status === 'fulfilled' ? 'mine' : 'yours';
          expect((await store.getTexts([ref])).get(ref)).toBe(kept);
        }
      });

      it('of a repeated creation are stored where the first one was cut short before them', async () => {
        const proposedId = newId();
        await store.findOrCreateCustomer({ proposedId, details: { name: 'Ada' } });
        const text = aText('now with a text');
        await store.findOrCreateCustomer({ proposedId, details: { name: 'Ada' }, texts: [text] });
        expect((await store.getTexts([text.ref])).get(text.ref)).toBe(text.text);
      });

      it('are refused for a customer that nobody knows', async () => {
        await expect(store.putTexts(newId(), [aText('lost')])).rejects.toMatchObject({
          kind: 'not-found',
          code: 'customer-unknown',
        });
      });

      it('refused for one caller are stored for all others of the same moment', async () => {
        const customerId = await create();
        const texts = Array.from({ length: 20 }, (_, index) => aText(`note ${String(index)}`));
        const results = await Promise.allSettled(
          texts.map((text, index) => store.putTexts(index % 5 === 0 ? newId() : customerId, [text])),
        );
        expect(results.map(({ status }) => status)).toEqual(
          texts.map((_, index) => (index % 5 === 0 ? 'rejected' : 'fulfilled')),
        );
        expect((await store.getTexts(texts.map(({ ref }) => ref))).size).toBe(16);
      });
    });

    describe('a look-up by number', () => {
      it.each([
        ['the phone as given', { phone: '+86 (138) 0013-8000' }],
        ['the phone with 00', { phone: '0086 138 0013 8000' }],
        ['the phone in full-width digits', { phone: '＋８６１３８００１３８０００' }],
        ['the second phone', { phone: '01065529988' }],
        ['the e-mail address in other letters', { email: ' ada@example.com ' }],
        ['the reference', { reference: 'CRM-4711' }],
      ] satisfies [string, CustomerNumber][])('finds the customer by %s', async (_, number) => {
        const customerId = await create(ADA);
        expect(await other.findByNumber(number)).toContain(customerId);
      });

      it('finds all who share a phone, and nobody by what is no number', async () => {
        const phone = `+1 555 ${String(Date.now())}`;
        const ids = [await create({ phones: [phone] }), await create({ phones: [phone, '+1'] })];
        expect(await store.findByNumber({ phone })).toEqual(ids.sort());
        expect(await store.findByNumber({ phone: 'ask for Ada' })).toEqual([]);
        expect(await store.findByNumber({ email: ' ' })).toEqual([]);
        expect(await store.findByNumber({ reference: phone })).toEqual([]);
      });
    });

    describe('reading by a person', () => {
      it('is recorded with who, why and when; reading by a machine is not', async () => {
        const text = aText('hello');
        const customerId = await create({ name: 'Ada' }, [text]);
        const before = await store.accessesTo(customerId);
        expect(await store.readCustomer(customerId, READER)).toEqual({ name: 'Ada' });
        await store.getTexts([text.ref], { ...READER, purpose: 'callback' });
        await store.customer(customerId);
        await store.getTexts([text.ref]);
        const access = {
          actorId: 'redress',
          actorRole: 'system',
          correlationId: 'correlation-1',
          at: expect.any(Number) as number,
        };
        expect(before).toEqual([]);
        expect(await other.accessesTo(customerId)).toEqual([
          { ...access, purpose: 'callback' },
          { ...access, purpose: 'case-view' },
        ]);
        expect(await store.accessesTo(customerId, 1)).toHaveLength(1);
      });
    });

    describe('an erasure', () => {
      it('leaves nothing to be read or found, in any process, and the record of who read it', async () => {
        const text = aText('about me');
        const details = { ...ADA, reference: newId() };
        const customerId = await create(details, [text]);
        await store.readCustomer(customerId, READER);
        await other.customer(customerId);
        await store.erase(customerId);
        for (const one of [store, other]) {
          expect(await one.customer(customerId)).toBeUndefined();
          expect(await one.readCustomer(customerId, READER)).toBeUndefined();
          expect(await one.getTexts([text.ref], READER)).toEqual(new Map());
          expect(await one.findByNumber({ phone: '+8613800138000' })).not.toContain(customerId);
          expect(await one.findByNumber({ reference: details.reference })).toEqual([]);
          expect(await one.accessesTo(customerId)).toHaveLength(1);
        }
      });

      it('touches nobody else, and twice is once', async () => {
        const text = aText('stays');
        const stays = await create({ phones: ['+31 20 123 4567'] }, [text]);
        const goes = await create({ phones: ['+31 20 123 4567'] });
        await store.erase(goes);
        await other.erase(goes);
        expect(await store.findByNumber({ phone: '+31201234567' })).toEqual([stays]);
        expect((await store.getTexts([text.ref])).size).toBe(1);
      });

      it('is for good: the id takes no more texts and is not made again, while the reference may come back as somebody new', async () => {
        const reference = newId();
        const customerId = await create({ reference });
        await store.erase(customerId);
        const erased = { kind: 'not-found', code: 'customer-erased' };
        await expect(other.putTexts(customerId, [aText('too late')])).rejects.toMatchObject(erased);
        await expect(
          other.findOrCreateCustomer({ proposedId: customerId, details: {} }),
        ).rejects.toMatchObject(erased);
        expect(await create({ reference })).not.toBe(customerId);
      });

      it('of an unknown customer is refused', async () => {
        await expect(store.erase(newId())).rejects.toMatchObject({
          kind: 'not-found',
          code: 'customer-unknown',
        });
      });

      it('wins over whoever writes at the same moment', async () => {
        for (let round = 0; round < 20; round += 1) {
          const proposedId = newId();
          const call = { proposedId, details: { name: 'Ada', reference: newId() }, texts: [aText('first')] };
          await store.findOrCreateCustomer(call);
          const late = Array.from({ length: 10 }, () => aText('late'));
          await Promise.allSettled([
            ...late.map((text) => other.putTexts(proposedId, [text])),
            other.findOrCreateCustomer({ ...call, details: { ...call.details, name: 'Ada again' } }),
            store.erase(proposedId),
            other.findOrCreateCustomer(call),
            ...late.map((text) => store.putTexts(proposedId, [text])),
          ]);
          expect(await store.customer(proposedId)).toBeUndefined();
          expect((await store.getTexts([...call.texts, ...late].map(({ ref }) => ref))).size).toBe(0);
        }
      });
    });

    describe('a refusal', () => {
      const refusedFor = async (call: Promise<unknown>): Promise<DomainError> => {
        const error: unknown = await call.then(
          () => undefined,
          (reason: unknown) => reason,
        );
        expect(error).toMatchObject({ name: 'DomainError', kind: 'invalid' });
        return error as DomainError;
      };
      const withDetails = (details: CustomerDetails): Promise<DomainError> =>
        refusedFor(store.findOrCreateCustomer({ proposedId: newId(), details }));

      it.each(['Ada\0', '\ud83d', 'half \udc69 a pair'])(
        'meets characters that would not come back: %j',
        async (bad) => {
          for (const details of [
            { name: bad },
            { phones: ['1', bad] },
            { email: bad },
            { address: bad },
            { reference: bad },
          ]) {
            expect((await withDetails(details)).code).toBe('characters-invalid');
          }
          const customerId = await create();
          const refused = await refusedFor(store.putTexts(customerId, [aText(bad)]));
          expect(refused.code).toBe('characters-invalid');
          expect(JSON.stringify([refused.message, refused.details])).not.toContain('Ada');
        },
      );

      it('meets a blank reference, a language and a time zone that are none, and ids that could name a person', async () => {
        expect((await withDetails({ reference: ' ' })).code).toBe('reference-blank');
        expect((await withDetails({ language: 'zh_CN!' })).code).toBe('language-invalid');
        for (const timeZone of ['Mars/Olympus', '+08:00'])
          expect((await withDetails({ timeZone })).code).toBe('unknown-zone');
        for (const id of ['', 'ada@example.com', 'Ada Lovelace', 'x'.repeat(129)]) {
          expect((await refusedFor(store.findOrCreateCustomer({ proposedId: id, details: {} }))).code).toBe(
            'id-invalid',
          );
          expect((await refusedFor(store.putTexts(id, []))).code).toBe('id-invalid');
        }
        const talkative = { ...READER, purpose: 'She asked me to look' };
        expect((await refusedFor(store.readCustomer(newId(), talkative))).code).toBe('purpose-invalid');
      });
    });
  });
}
