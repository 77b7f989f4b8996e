/**
 * Appends so many times, each in a transaction that stays open for a while and is rolled back every third time:
 * slow.process.ts SAMPLE URL APPENDS LONGEST_MS STREAM…
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { newId, type NewEvent } from '@redress/kernel';
import { Client } from 'pg';
import { appendRequest } from '../append-request';

const [sample = '', url = '', appends = '', longestMs = '', ...streams] = process.argv.slice(2);

const event = JSON.parse(sample) as NewEvent;

async function main(): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  for (let round = 0; round < Number(appends); round++) {
    const events = [event, event].map((same) => ({ ...same, id: newId() }));
    const { json } = appendRequest(streams[round % streams.length] ?? '', 'any', events);
    await client.query('BEGIN');
    try {
      await client.query('SELECT event_store.append_batch($1, $2)', [`[${json}]`, Date.now()]);
      await sleep((Number(longestMs) * (round % 4)) / 3);
      await client.query(round % 3 === 2 ? 'ROLLBACK' : 'COMMIT');
    } catch {
      await client.query('ROLLBACK'); // without the lock writers collide, which is what the test is about
    }
  }
  await client.end();
}

void main();
