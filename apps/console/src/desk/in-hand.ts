import type { QueueItem } from '../api/types';

/** What somebody has in hand, as far as it has to be known to show it. */
export type InHand = Pick<QueueItem, 'item' | 'callbackId' | 'complaintId' | 'reference'>;

/** In this window only: another may be another person's. */
const KEY = 'redress.in-hand';

/** What somebody had in hand here when they left the desk or reloaded it: with a customer on the line nobody wants to look for it again. */
export function keptInHand(who: string): InHand | undefined {
  const text = sessionStorage.getItem(KEY);
  if (text === null) return undefined;
  const kept = JSON.parse(text) as { readonly who: string; readonly hand: InHand };
  return kept.who === who ? kept.hand : undefined;
}

export function keepInHand(who: string, { item, callbackId, complaintId, reference }: InHand): void {
  const hand: InHand = { item, callbackId, complaintId, reference };
  sessionStorage.setItem(KEY, JSON.stringify({ who, hand }));
}

export const forgetInHand = (): void => {
  sessionStorage.removeItem(KEY);
};
