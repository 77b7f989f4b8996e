import { dirname, resolve } from 'node:path';
import type { ToldRole } from '@redress/sla';
import { checkTimeZone, DocumentFiles } from '../document-file/document-file';
import type { LocatedYaml } from '../document-file/located-yaml';
import type { MailLanguage, NotificationDestination, NotificationRules } from './notification-rules';
import schema from './notification-rules.schema.json';

/** A destination as people write it; the schema promises no more. */
interface WrittenDestination {
  readonly webhook?: string;
  readonly secretFile?: string;
  readonly mail?: readonly string[];
  readonly agents?: Readonly<Record<string, { readonly mail: string; readonly language?: MailLanguage }>>;
  readonly language?: MailLanguage;
  readonly tell?: readonly ToldRole[];
  readonly events?: readonly string[];
}

interface WrittenRules {
  readonly name: string;
  readonly link?: string;
  readonly timeZone?: string;
  readonly destinations: Readonly<Record<string, WrittenDestination>>;
}

/** What goes with each kind of destination, which is named by its first word. */
const KINDS = {
  webhook: ['webhook', 'secretFile', 'tell', 'events'],
  mail: ['mail', 'language', 'tell'],
  agents: ['agents', 'language', 'tell'],
} as const;

/**
 * Reads from a YAML file whom to tell. Throws PolicyFileError.
 * @param events the types of events that can be told
 */
export function readNotificationRulesFile(file: string, events: readonly string[]): NotificationRules {
  return filesFor(dirname(file), events).read(file);
}

/** Reads it from YAML text. `folder`: where the paths in it begin. Throws PolicyFileError. */
export const parseNotificationRules = (
  text: string,
  { folder, events, file = 'notifications' }: { folder: string; events: readonly string[]; file?: string },
): NotificationRules => filesFor(folder, events).parse(text, file);

const filesFor = (folder: string, events: readonly string[]) =>
  new DocumentFiles<WrittenRules, Omit<NotificationRules, 'name'>>(schema, (written, yaml) => {
    const { link, timeZone = 'UTC', destinations } = written;
    checkTimeZone(timeZone, yaml);
    return {
      ...(link === undefined ? {} : { link }),
      timeZone,
      destinations: yaml.readAll(
        Object.entries(destinations).map(
          ([name, destination]) =>
            () =>
              readDestination(name, destination, { yaml, folder, events }),
        ),
      ),
    };
  });

interface Reading {
  readonly yaml: LocatedYaml;
  readonly folder: string;
  readonly events: readonly string[];
}

function readDestination(
  name: string,
  written: WrittenDestination,
  { yaml, folder, events: known }: Reading,
): NotificationDestination {
  const path = ['destinations', name];
  const { webhook, mail, agents, secretFile, tell = [], events = [], language = 'en' } = written;
  const kinds = (['webhook', 'mail', 'agents'] as const).filter((kind) => written[kind] !== undefined);
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1) return yaml.fail(path, 'takes one of webhook, mail, agents');
  const words: readonly string[] = KINDS[kind];
  for (const word of Object.keys(written)) {
    if (!words.includes(word)) yaml.fail([...path, word], `does not go with ${kind}`);
  }
  if (webhook !== undefined) {
    if (!URL.canParse(webhook)) yaml.fail([...path, 'webhook'], 'is no URL');
    if (secretFile === undefined) return yaml.fail(path, 'lacks secretFile');
    events.forEach((type, place) => {
      if (!known.includes(type)) yaml.fail([...path, 'events', place], `names no type of event: ${type}`);
    });
    return { kind: 'webhook', name, url: webhook, secretFile: resolve(folder, secretFile), tell, events };
  }
  if (mail !== undefined) return { kind: 'mail', name, to: mail, language, tell };
  const own = Object.entries(agents ?? {}).map(
    ([agent, box]) => [agent, { mail: box.mail, language: box.language ?? language }] as const,
  );
  if (tell.some((role) => role !== 'agent'))
    yaml.fail([...path, 'tell'], 'is agent: nobody else is reached there');
  return { kind: 'agents', name, agents: new Map(own), tell: ['agent'] };
}
