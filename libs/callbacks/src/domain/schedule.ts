import { factTime, invalidField } from '@redress/complaints';
import { canonicalLanguage } from '@redress/kernel';
import type { CallbackScheduled } from '../events';
import type { CallbackCommand } from './commands';
import { zoneName } from './quiet-hours';
import { fitWindow } from './window-fit';

/**
 * The fact that a call is owed, in a window in which the customer may be called.
 * @throws DomainErrors `occurred-in-future`, `unknown-zone`, `language-invalid`, `window-invalid` and `window-over`
 */
export function scheduled(
  command: Extract<CallbackCommand, { type: 'ScheduleCallback' }>,
): CallbackScheduled {
  const { why, contactPolicy, callbackId, complaintId, customerId, purpose, team, owner } = command;
  const { channel, numberRef, cycle } = command;
  const at = factTime(command, 'the callback');
  const timeZone = zoneOf(command.timeZone ?? contactPolicy.timeZone);
  return {
    type: 'CallbackScheduled',
    version: 1,
    occurredAt: at,
    data: {
      ...why,
      callbackId,
      complaintId,
      customerId,
      purpose,
      team,
      owner,
      windowNumber: 1,
      ...fitWindow(command.window, at, { quietHours: contactPolicy.quietHours, timeZone }),
      channel,
      timeZone,
      ...languageOf(command.language),
      ...(numberRef === undefined ? {} : { numberRef }),
      ...(cycle === undefined ? {} : { cycle }),
      policy: { name: contactPolicy.name, version: contactPolicy.version },
    },
  };
}

function zoneOf(text: string): string {
  const name = zoneName(text);
  if (name === undefined) throw invalidField('unknown-zone', 'timeZone', 'names no IANA time zone');
  return name;
}

/** In its canonical form; no other text gets into the event. */
function languageOf(tag: string | undefined): { readonly language?: string } {
  if (tag === undefined) return {};
  const language = canonicalLanguage(tag);
  if (language === undefined) throw invalidField('language-invalid', 'language', 'is no BCP 47 tag');
  return { language };
}
