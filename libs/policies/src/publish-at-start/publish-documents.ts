import type { CommandBus } from '@nestjs/cqrs';
import { DomainError, newId, SYSTEM_ACTOR, type CommandOrigin } from '@redress/kernel';
import type { LeftVersion, Published, PublishOptions } from '../publication';
import { PublishCalendar } from '../publish-calendar/publish-calendar.command';
import {
  PublishAuthorityLimits,
  PublishContactPolicy,
  PublishIntakeRules,
  PublishPolicy,
} from '../publish-document/publish-document.command';
import type { Documents } from './read-documents';

/**
 * Publishes what the files say and no version says yet. Any number of processes may do so at the same time: what they agree on is published
 * once, and of what they don't the last one holds, all versions being kept.
 *
 * Where a file says what an earlier version said, it can be an order to go back, or the file of a process that was started again while the
 * others have a newer one already: `mayGoBack` says which. One process alone means what its file says. Of several, each start of one with
 * the old file would put the old version in force again, and each of another one the new version; so there an earlier version is left where
 * it is, and who wants it back changes the file as the line that is given says. What a person has published or withdrawn stays so in any
 * case.
 *
 * Gives a line for the operator for each file that was left. Throws PolicyFileError where the policy names a calendar that nobody has
 * published.
 */
export async function publishDocuments(
  bus: CommandBus,
  { calendars, policy, contactPolicy, authority, intakeRules }: Documents,
  options: Required<PublishOptions>,
): Promise<readonly string[]> {
  const lines: string[] = [];
  const publish = async (what: string, mend: string, send: () => Promise<Published>): Promise<void> => {
    const { left } = await patiently(send);
    if (left !== undefined) lines.push(lineOf(what, left, mend));
  };
  // The calendars first: the policy names their versions.
  for (const calendar of calendars) {
    const command = new PublishCalendar(calendar, bySystem(), options);
    await publish(`calendar ${calendar.name}`, 'description', () => bus.execute(command));
  }
  const commands = {
    policy: new PublishPolicy(policy, bySystem(), options),
    'contact policy': new PublishContactPolicy(contactPolicy, bySystem(), options),
    'authority limits': new PublishAuthorityLimits(authority, bySystem(), options),
    'intake rules': new PublishIntakeRules(intakeRules, bySystem(), options),
  };
  for (const [noun, command] of Object.entries(commands)) {
    const what = `${noun} ${command.document.name}`;
    await publish(what, 'effectiveFrom', () => bus.execute<typeof command, Published>(command));
  }
  return lines;
}

const lineOf = (what: string, { version, newest }: LeftVersion, mend: string): string =>
  `${what}: the file says what version ${String(version)} said, ` +
  (version === newest ? 'and that was withdrawn. ' : `and version ${String(newest)} stays the newest. `) +
  `Give the file another ${mend} to go back to what it says.`;

/** Many processes that start at once may keep being faster than this one: each attempt leaves one fewer of them. */
async function patiently<T>(send: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof DomainError && error.code === 'changed-meanwhile')) throw error;
    }
  }
}

/** Redress itself sends a command, for no other reason than its start. */
function bySystem(): CommandOrigin {
  const commandId = newId();
  return { commandId, correlationId: commandId, causationId: commandId, actor: SYSTEM_ACTOR };
}
