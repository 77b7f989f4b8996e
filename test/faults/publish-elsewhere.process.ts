/**
 * Publishes a calendar and a policy that runs by it, registers a case under them and ends: publish-elsewhere.process.ts URL KEY NOW CALENDAR
 * Prints {"complaintId","policyVersion"}.
 */
import { VirtualClock } from '@redress/kernel';
import { openDeskProcess } from '../support/desk-process';

const [url = '', key = '', now = '', calendar = ''] = process.argv.slice(2);

async function main(): Promise<void> {
  const clock = new VirtualClock(Number(now));
  const desk = await openDeskProcess({ url, masterKey: Buffer.from(key, 'hex'), clock });
  await desk.publish(calendar, '09:00-17:00');
  process.stdout.write(JSON.stringify(await desk.register()));
  await desk.stop();
}

void main();
