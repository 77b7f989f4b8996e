import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startIntakeApp } from '../../../../test/support/intake-app';
import { fromStructured } from './cloud-event';
import { MESSAGE_TYPES } from './inbound-message';

describe('the messages in the guide', () => {
  it('are taken as they stand there, one of each type', async () => {
    const app = await startIntakeApp();
    const guide = readFileSync(join(__dirname, '../../../../docs/intake.md'), 'utf8');
    const blocks = [...guide.matchAll(/```json\n([^`]+)```/g)].map(([, block]) => block ?? '');
    const messages = blocks.map((block) => fromStructured(JSON.parse(block)));
    expect(messages.map(({ type }) => type).sort()).toEqual(MESSAGE_TYPES.toSorted());
    for (const message of messages) expect((await app.desk.take(message)).outcome).toBe('taken');
    await app.stop();
  });
});
