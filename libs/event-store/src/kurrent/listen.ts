import type { Position } from '@redress/kernel';
import type { Listen } from '../log-tail';
import { pause } from '../machine-time';
import type { Connection } from './connection';
import type { LogReader } from './log-reader';
import { LogSubscription } from './log-subscription';

/**
 * Listens by a subscription, and ends where that ends; also where it says nothing of what a look at the log found a look ago, for a
 * subscription can be lost without a word.
 * @param lookEveryMs how often it looks for itself (machine time): so late, at most, is what a lost subscription keeps back
 */
export const listenTo =
  (connection: Connection, reader: LogReader, lookEveryMs: number): Listen =>
  async (signal, heard) => {
    const subscription = await connection.ask(async (client) => {
      const begun = new LogSubscription(client, (position) => {
        heard.advance(position);
      });
      await begun.confirmed(connection.timeoutMs);
      return begun;
    });
    const look = async (): Promise<Position> => {
      const position = (await reader.last())?.position ?? '';
      heard.advance(position);
      return position;
    };
    try {
      const over = AbortSignal.any([signal, subscription.over]);
      const before = await look();
      heard.listening();
      for (let owed = before; !over.aborted;) {
        await pause(lookEveryMs, over);
        if (owed > before && subscription.told < owed) break;
        owed = await look();
      }
    } finally {
      subscription.drop();
    }
  };
