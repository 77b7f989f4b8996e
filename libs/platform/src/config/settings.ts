import { resolve } from 'node:path';
import { kafkaSettings, type KafkaSettings } from './kafka-settings';
import { StartupError } from './startup-error';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/** What the environment says, checked. One variable each, named in the comment. */
export interface Settings {
  /** DATABASE_URL: a PostgreSQL server to use; without it one is started on a folder below `dataDir`. */
  readonly databaseUrl?: string;
  /** DATA_DIR: where everything lies that a restart must find again; absolute. Default: `.redress` in the working directory. */
  readonly dataDir: string;
  /** HOST: the address to listen on. Default: 127.0.0.1. */
  readonly host: string;
  /** PORT: 0 to 65535, 0 takes a free one. Default: 3000. */
  readonly port: number;
  /** LOG_LEVEL. Default: info. */
  readonly logLevel: LogLevel;
  /** OIDC_ISSUER: whose tokens are accepted; without it Redress signs demo tokens of its own. */
  readonly oidcIssuer?: string;
  /** OIDC_AUDIENCE: whom the tokens must be made for. */
  readonly oidcAudience?: string;
  /** OIDC_CLIENT_ID: as which public client the console signs people in with the issuer; without it its pages let nobody in. */
  readonly oidcClientId?: string;
  /** OIDC_SCOPE: what the console asks the issuer for. Default: `openid profile offline_access`. */
  readonly oidcScope?: string;
  /** MASTER_KEY: the 32 bytes that wrap the keys of personal data, in base64. */
  readonly masterKey?: Buffer;
  /** POLICY: a name under policies/, or the path of a YAML file. Default: round-the-clock. */
  readonly policy: string;
  /** CONTACT_POLICY: a name under policies/contact/, or the path of a YAML file. Default: courteous. */
  readonly contactPolicy: string;
  /** AUTHORITY: a name under policies/authority/, or the path of a YAML file. Default: front-line. */
  readonly authority: string;
  /** KAFKA_BROKERS and its like: events reach the read models through Kafka; without it within the process. */
  readonly kafka?: KafkaSettings;
  /** KURRENTDB_URL: a KurrentDB to keep the events in; without it PostgreSQL does. */
  readonly kurrentDbUrl?: string;
  /** OTEL_EXPORTER_OTLP_ENDPOINT: where metrics and traces are sent, such as `http://collector:4318`; without it nowhere. */
  readonly otlpEndpoint?: string;
  /**
   * INTAKE_WEBHOOK_SECRET: what the webhook's senders sign with, `whsec_` and 24 to 64 bytes in base64, several with blanks; without it the
   * webhook is off.
   */
  readonly intakeWebhookSecret?: string;
  /** INTAKE_RULES: a name under policies/intake/, or the path of a YAML file. Default: proactive. */
  readonly intakeRules: string;
  /** NOTIFICATIONS: a name under policies/notifications/, or the path of a YAML file. Default: nobody. */
  readonly notifications: string;
  /** SMTP_URL and MAIL_FROM: how mail leaves, and from which address; without them it does not. */
  readonly mail?: { readonly smtpUrl: string; readonly from: string };
  /** FEED_PARTITIONS: 1 to 256, fixed for the life of the data. Default: 8. */
  readonly feedPartitions: number;
}

/** Reads the settings. An empty variable counts as not set. Throws a StartupError at the first value that can't be used. */
export function readSettings(environment: NodeJS.ProcessEnv = process.env): Settings {
  const text = (name: string): string | undefined => {
    const value = environment[name]?.trim();
    return value === '' ? undefined : value;
  };
  const whole = (name: string, fallback: number, from: number, to: number): number => {
    const value = text(name);
    if (value === undefined) return fallback;
    const number = Number(value);
    if (/^\d+$/.test(value) && number >= from && number <= to) return number;
    throw new StartupError(name, value, `Give a whole number from ${String(from)} to ${String(to)}.`);
  };
  const databaseUrl = text('DATABASE_URL');
  const oidcIssuer = issuer(text('OIDC_ISSUER'));
  const oidcAudience = text('OIDC_AUDIENCE');
  const oidcClientId = text('OIDC_CLIENT_ID');
  const oidcScope = text('OIDC_SCOPE');
  const masterKey = key(text('MASTER_KEY'));
  const kafka = kafkaSettings(text);
  const kurrentDbUrl = kurrentUrl(text('KURRENTDB_URL'));
  const otlpEndpoint = httpUrl('OTEL_EXPORTER_OTLP_ENDPOINT', text('OTEL_EXPORTER_OTLP_ENDPOINT'));
  const intakeWebhookSecret = webhookSecret(text('INTAKE_WEBHOOK_SECRET'));
  const mail = mailSettings(text('SMTP_URL'), text('MAIL_FROM'));
  if (databaseUrl !== undefined) checkDatabaseUrl(databaseUrl);
  return {
    ...(databaseUrl !== undefined && { databaseUrl }),
    dataDir: resolve(text('DATA_DIR') ?? '.redress'),
    host: text('HOST') ?? '127.0.0.1',
    port: whole('PORT', 3000, 0, 65_535),
    logLevel: logLevel(text('LOG_LEVEL') ?? 'info'),
    ...(oidcIssuer !== undefined && { oidcIssuer }),
    ...(oidcAudience !== undefined && { oidcAudience }),
    ...(oidcClientId !== undefined && { oidcClientId }),
    ...(oidcScope !== undefined && { oidcScope }),
    ...(masterKey !== undefined && { masterKey }),
    policy: text('POLICY') ?? 'round-the-clock',
    contactPolicy: text('CONTACT_POLICY') ?? 'courteous',
    authority: text('AUTHORITY') ?? 'front-line',
    ...(kafka !== undefined && { kafka }),
    ...(kurrentDbUrl !== undefined && { kurrentDbUrl }),
    ...(otlpEndpoint !== undefined && { otlpEndpoint }),
    ...(intakeWebhookSecret !== undefined && { intakeWebhookSecret }),
    intakeRules: text('INTAKE_RULES') ?? 'proactive',
    notifications: text('NOTIFICATIONS') ?? 'nobody',
    ...(mail !== undefined && { mail }),
    feedPartitions: whole('FEED_PARTITIONS', 8, 1, 256),
  };
}

/** A database URL that may be shown: user, host, port and database; no password, no parameters. */
export function showDatabaseUrl(value: string): string {
  if (!isPostgresUrl(value)) return '(not shown)';
  const url = new URL(value);
  const user = url.username === '' ? '' : `${url.username}${url.password === '' ? '' : ':***'}@`;
  return `${url.protocol}//${user}${url.host}${url.pathname}`;
}

function isPostgresUrl(value: string): boolean {
  return /^postgres(ql)?:\/\//.test(value) && URL.canParse(value);
}

function checkDatabaseUrl(value: string): void {
  if (isPostgresUrl(value)) return;
  const mend =
    'This is no PostgreSQL URL. Give postgres://USER:PASSWORD@HOST:5432/DATABASE, or leave it out for the built-in one.';
  throw new StartupError('DATABASE_URL', showDatabaseUrl(value), mend);
}

function logLevel(value: string): LogLevel {
  const level = LOG_LEVELS.find((known) => known === value);
  if (level !== undefined) return level;
  throw new StartupError('LOG_LEVEL', value, `Give one of ${LOG_LEVELS.join(', ')}.`);
}

/** KurrentDB's own kind of URL. It may hold a password: it is never shown. */
function kurrentUrl(value: string | undefined): string | undefined {
  if (value === undefined || /^(kurrentdb|kdb|esdb)(\+discover)?:\/\/\S+$/.test(value)) return value;
  const mend =
    'This is no KurrentDB URL. Give kurrentdb://HOST:2113, or leave it out: PostgreSQL keeps the events then.';
  throw new StartupError('KURRENTDB_URL', '(not shown)', mend);
}

function httpUrl(setting: string, value: string | undefined): string | undefined {
  if (value === undefined || (/^https?:\/\//.test(value) && URL.canParse(value))) return value;
  throw new StartupError(setting, value, 'Give a URL that begins with http:// or https://.');
}

/** As Standard Webhooks writes secrets. */
function isWebhookSecret(value: string): boolean {
  const bytes = Buffer.from(value.replace(/^whsec_/, ''), 'base64');
  return value.startsWith('whsec_') && bytes.length >= 24 && bytes.length <= 64;
}

/** One, or while it is being changed several with blanks between them. */
function webhookSecret(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (value.split(/\s+/).every(isWebhookSecret)) return value;
  const mend = 'Give whsec_ followed by 24 to 64 bytes in base64: echo "whsec_$(openssl rand -base64 32)"';
  throw new StartupError('INTAKE_WEBHOOK_SECRET', '(not shown)', mend);
}

/** It may hold a password: it is never shown. */
function mailSettings(smtpUrl: string | undefined, from: string | undefined): Settings['mail'] {
  if (smtpUrl === undefined) return undefined;
  if (!/^smtps?:\/\//.test(smtpUrl) || !URL.canParse(smtpUrl))
    throw new StartupError('SMTP_URL', '(not shown)', 'Give smtp://USER:PASSWORD@HOST:587 or smtps://…');
  if (from === undefined || !/^[^\s@<>]+@[^\s@<>]+$|<[^\s@<>]+@[^\s@<>]+>$/.test(from))
    throw new StartupError('MAIL_FROM', from ?? '(not set)', 'Give the address that mail comes from.');
  return { smtpUrl, from };
}

function issuer(value: string | undefined): string | undefined {
  if (value === undefined || (/^https?:\/\//.test(value) && URL.canParse(value))) return value;
  throw new StartupError('OIDC_ISSUER', value, "Give the issuer's URL, beginning with https://.");
}

function key(value: string | undefined): Buffer | undefined {
  if (value === undefined) return undefined;
  const bytes = Buffer.from(value, 'base64');
  // Buffer.from passes over what is not base64, so the way back must give the same text.
  if (bytes.length === 32 && bytes.toString('base64').replace(/=+$/, '') === value.replace(/=+$/, ''))
    return bytes;
  throw new StartupError(
    'MASTER_KEY',
    '(not shown)',
    'Give 32 bytes in base64, as `openssl rand -base64 32` makes them.',
  );
}
