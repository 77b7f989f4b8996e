import { randomUUID } from 'node:crypto';
import fastify from 'fastify';
import { Pool } from 'pg';
import { GroupInsert } from './group-insert';

const text = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength });

/** What a registration is, as the API document has it; compiled by Fastify. */
const BODY = {
  type: 'object',
  additionalProperties: false,
  required: ['kind', 'category', 'channel', 'priority', 'customer'],
  properties: {
    kind: { type: 'string', enum: ['complaint', 'fault-report', 'enquiry', 'request'] },
    category: { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$' },
    channel: { type: 'string', enum: ['phone', 'email', 'web', 'chat'] },
    priority: { type: 'integer', minimum: 1, maximum: 5 },
    description: text(20_000),
    customer: {
      type: 'object',
      additionalProperties: false,
      properties: { name: text(200), phones: { type: 'array', maxItems: 10, items: text(40) } },
    },
  },
};

const ANSWER = { 201: { type: 'object', properties: { id: { type: 'string' } } } };

/** The floor under a registration over HTTP: bare Fastify, a compiled schema, and one row in one table. Ends on SIGTERM. */
async function serve(): Promise<void> {
  const pool = new Pool({ connectionString: process.env['DATABASE_URL'], max: 4 });
  await GroupInsert.createTable(pool);
  const rows = new GroupInsert(pool);
  const app = fastify({ logger: false });
  app.post('/v1/complaints', { schema: { body: BODY, response: ANSWER } }, async ({ body }, reply) => {
    const id = randomUUID();
    await rows.add({ id, body: body as object });
    void reply.code(201);
    return { id };
  });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  process.stdout.write(`The floor is at ${url}\n`);
  process.once('SIGTERM', () => {
    void app
      .close()
      .then(() => pool.end())
      .then(() => process.exit(0));
  });
}

void serve();
