import type { ToldRole } from '@redress/sla';

/** Who outside is told what. It holds addresses, so it is in no event: it is read from its file, and read again when that changes. */
export interface NotificationRules {
  readonly name: string;
  /** The page of a case: `{case}` stands for its id. */
  readonly link?: string;
  /** The zone in which mails tell the time. */
  readonly timeZone: string;
  readonly destinations: readonly NotificationDestination[];
}

/** Where something is sent. */
export type NotificationDestination = WebhookDestination | MailDestination | AgentsDestination;

interface AnyDestination {
  readonly name: string;
  /** Who is reached there, when a step of an escalation ladder tells them. */
  readonly tell: readonly ToldRole[];
}

/** An outside system that is sent signed JSON. */
export interface WebhookDestination extends AnyDestination {
  readonly kind: 'webhook';
  readonly url: string;
  /** The file with the secrets to sign with; absolute. */
  readonly secretFile: string;
  /** The types of events that it is told, beside escalations. */
  readonly events: readonly string[];
}

export const MAIL_LANGUAGES = ['en', 'zh'] as const;
export type MailLanguage = (typeof MAIL_LANGUAGES)[number];

/** Boxes that mail goes to. */
export interface MailDestination extends AnyDestination {
  readonly kind: 'mail';
  readonly to: readonly string[];
  readonly language: MailLanguage;
}

/** The agents themselves: whoever has the case gets the mail. */
export interface AgentsDestination extends AnyDestination {
  readonly kind: 'agents';
  /** By their ids. */
  readonly agents: ReadonlyMap<string, { readonly mail: string; readonly language: MailLanguage }>;
}
