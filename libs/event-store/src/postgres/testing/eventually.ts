import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves as soon as the condition holds; rejects after ten seconds. For what nobody tells. */
export async function eventually(condition: () => boolean | Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + 10_000;
  while (!(await condition())) {
    if (Date.now() > giveUpAt) throw new Error('it never came true');
    await sleep(10);
  }
}
