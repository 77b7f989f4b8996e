import { readFile } from 'node:fs/promises';
import { mailChannel, webhookChannel, type Channel, type MailSettings } from '@redress/notifications';
import type { NotificationDestination, NotificationRules } from '@redress/policies';
import { mailText } from './mail-text';

/** The destinations of a document, to be sent to. `mail`: undefined where this installation sends none. */
export const channelsOf = (rules: NotificationRules, mail: MailSettings | undefined): readonly Channel[] =>
  rules.destinations.map((destination) => channelOf(destination, rules, mail));

function channelOf(
  destination: NotificationDestination,
  { timeZone }: NotificationRules,
  settings: MailSettings | undefined,
): Channel {
  const { name } = destination;
  switch (destination.kind) {
    case 'webhook': {
      const { url, secretFile } = destination;
      return webhookChannel({ name, url, secrets: () => secretsIn(secretFile) });
    }
    case 'mail': {
      const { to, language } = destination;
      const compose = ({ body }: { body: string }) => ({ to, ...mailText(body, { language, timeZone }) });
      return mailChannel({ name, settings, compose });
    }
    case 'agents':
      return mailChannel({
        ...{ name, settings },
        compose: ({ recipient = '', body }) => {
          const agent = destination.agents.get(recipient);
          if (agent === undefined) return undefined;
          return { to: [agent.mail], ...mailText(body, { language: agent.language, timeZone }) };
        },
      });
  }
}

/** Read at every attempt, so that a new secret needs no restart. Throws where there is none: nothing goes out unsigned. */
async function secretsIn(file: string): Promise<readonly string[]> {
  const secrets = (await readFile(file, 'utf8')).split(/\s+/).filter((secret) => secret !== '');
  if (secrets.length === 0) throw new Error('the file of secrets is empty');
  return secrets;
}
