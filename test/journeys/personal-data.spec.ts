import { newId } from '@redress/kernel';
import { Client } from 'pg';
import { runRedress, type RunningRedress } from '../support/running-redress';

/** What goes in; each is looked for as it is and in its parts. */
const SECRETS = {
  name: 'Zacharias Quillfeather',
  phone: '+44 20 7946 7391',
  email: 'quillfeather@example.org',
  address: '17 Wobblethorpe Crescent',
  reference: 'crm-884422',
  description: 'The xylophone arrived with seventeen splinters.',
  remedySought: 'A new xylophonette and an apology by Brigadier Ponsonby.',
  note: 'Caller wept about grandmother Euphemia.',
} as const;
const TRACES = [
  ...Object.values(SECRETS),
  'Quillfeather',
  '79467391',
  '7946 7391',
  'Wobblethorpe',
  '884422',
  'xylophone',
  'Ponsonby',
  'Euphemia',
];

describe('personal data', () => {
  let running: RunningRedress;
  let text: string;

  beforeAll(async () => {
    running = await runRedress({ logLevel: 'trace' });
    const agent = await running.token('agent');
    const { name, phone, email, address, reference, description, remedySought, note } = SECRETS;
    const body = {
      kind: 'complaint',
      category: 'delivery',
      channel: 'phone',
      priority: 3,
      customer: { name, phones: [phone], email, address, reference },
      description,
      remedySought,
      note,
    };
    const post = (path: string, sent: unknown) =>
      running.call<{ id: string }>('POST', `/v1/complaints${path}`, {
        as: agent,
        body: sent,
        headers: { 'Idempotency-Key': newId() },
      });
    const { id } = (await post('', body)).body;
    for (const step of ['accept', 'claim', 'respond', 'chase', 'resolve'])
      await post(`/${id}/${step}`, { note });
    await post(`/${id}/follow-up`, { outcome: 'satisfied', note });
    for (const step of ['close', 'appeal', 'reopen']) await post(`/${id}/${step}`, { note });
    await running.call('POST', `/v1/complaints/${id}/supervise`, {
      as: await running.token('supervisor'),
      body: { within: 'PT4H', note },
    });
    await post(`/${id}/answer-supervision`, { answer: note });
    await post(`/${id}/notes`, { note });
    // And where it does not belong: in refused bodies, addresses and headers.
    await post('', { ...body, [name]: name, priority: phone });
    await post(`/${id}/claim`, { agent: name });
    await running.call(
      'GET',
      `/v1/queues/teams/${encodeURIComponent(name)}?${encodeURIComponent(email)}=${encodeURIComponent(phone)}`,
      {
        as: agent,
        headers: { 'X-Correlation-Id': name },
      },
    );
    await running.redress.caughtUp();
    text = (await everyRow(running.databaseUrl)) + running.log();
  });

  afterAll(() => running.stop());

  it('has been there to be found', async () => {
    expect(text).toContain('ComplaintRegistered');
    expect(running.log()).toContain('/v1/complaints');
    const ids = await running.redress.engines.personalData.findByNumber({ phone: SECRETS.phone });
    expect(ids).toHaveLength(1);
  });

  it.each(TRACES)('is nowhere in the database or the logs: %s', (trace) => {
    expect(text.toLowerCase().includes(trace.toLowerCase())).toBe(false);
  });
});

/** Every row of every table, as text. */
async function everyRow(url: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    let text = '';
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`);
      text += rows.map(({ row }) => row).join('\n');
    }
    return text;
  } finally {
    await client.end();
  }
}
