import { resolve } from 'node:path';
import { readSettings, showDatabaseUrl } from './settings';
import { StartupError } from './startup-error';

function refusal(environment: NodeJS.ProcessEnv): string {
  try {
    readSettings(environment);
  } catch (error) {
    if (error instanceof StartupError) return error.message;
    throw error;
  }
  return 'accepted';
}

const WEBHOOK_SECRET = `whsec_${Buffer.alloc(32, 3).toString('base64')} whsec_${Buffer.alloc(24).toString('base64')}`;

describe('readSettings', () => {
  it('needs none', () => {
    expect(readSettings({})).toEqual({
      dataDir: resolve('.redress'),
      host: '127.0.0.1',
      port: 3000,
      logLevel: 'info',
      policy: 'round-the-clock',
      contactPolicy: 'courteous',
      authority: 'front-line',
      intakeRules: 'proactive',
      notifications: 'nobody',
      feedPartitions: 8,
    });
  });

  it('takes each', () => {
    const masterKey = Buffer.alloc(32, 7);
    expect(
      readSettings({
        DATABASE_URL: 'postgres://u:p@db:5432/redress',
        DATA_DIR: '/srv/data',
        HOST: '0.0.0.0',
        PORT: '0',
        LOG_LEVEL: 'debug',
        OIDC_ISSUER: 'https://id.example.com/realms/desk',
        OIDC_AUDIENCE: 'redress',
        MASTER_KEY: masterKey.toString('base64'),
        POLICY: './our-policy.yaml',
        CONTACT_POLICY: './our-manners.yaml',
        AUTHORITY: './our-limits.yaml',
        KAFKA_BROKERS: 'kafka-1:9092, kafka-2:9092',
        KAFKA_TOPIC_PREFIX: 'test.',
        KAFKA_TLS: 'on',
        KAFKA_SASL_MECHANISM: 'scram-sha-512',
        KAFKA_SASL_USERNAME: 'redress',
        KAFKA_SASL_PASSWORD: 'secret',
        KURRENTDB_URL: 'kurrentdb://admin:changeit@kurrent:2113?tls=false',
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318',
        INTAKE_WEBHOOK_SECRET: WEBHOOK_SECRET,
        INTAKE_RULES: './our-rules.yaml',
        NOTIFICATIONS: './our-people.yaml',
        SMTP_URL: 'smtps://desk:secret@mail.example.com',
        MAIL_FROM: 'Redress <desk@example.com>',
        FEED_PARTITIONS: '32',
      }),
    ).toEqual({
      databaseUrl: 'postgres://u:p@db:5432/redress',
      dataDir: '/srv/data',
      host: '0.0.0.0',
      port: 0,
      logLevel: 'debug',
      oidcIssuer: 'https://id.example.com/realms/desk',
      oidcAudience: 'redress',
      masterKey,
      policy: './our-policy.yaml',
      contactPolicy: './our-manners.yaml',
      authority: './our-limits.yaml',
      kafka: {
        brokers: ['kafka-1:9092', 'kafka-2:9092'],
        topicPrefix: 'test.',
        tls: true,
        sasl: { mechanism: 'scram-sha-512', username: 'redress', password: 'secret' },
      },
      kurrentDbUrl: 'kurrentdb://admin:changeit@kurrent:2113?tls=false',
      otlpEndpoint: 'http://collector:4318',
      intakeWebhookSecret: WEBHOOK_SECRET,
      intakeRules: './our-rules.yaml',
      notifications: './our-people.yaml',
      mail: { smtpUrl: 'smtps://desk:secret@mail.example.com', from: 'Redress <desk@example.com>' },
      feedPartitions: 32,
    });
  });

  it('takes an empty variable for none', () => {
    expect(readSettings({ DATABASE_URL: '', PORT: ' ', MASTER_KEY: '' })).toEqual(readSettings({}));
  });

  it.each([
    ['PORT', '3000x', 'PORT=3000x: Give a whole number from 0 to 65535.'],
    ['PORT', '65536', 'PORT=65536: Give a whole number from 0 to 65535.'],
    ['PORT', '-1', 'PORT=-1: Give a whole number from 0 to 65535.'],
    ['FEED_PARTITIONS', '0', 'FEED_PARTITIONS=0: Give a whole number from 1 to 256.'],
    ['FEED_PARTITIONS', '1.5', 'FEED_PARTITIONS=1.5: Give a whole number from 1 to 256.'],
    ['LOG_LEVEL', 'loud', 'LOG_LEVEL=loud: Give one of fatal, error, warn, info, debug, trace, silent.'],
    ['OIDC_ISSUER', 'desk', "OIDC_ISSUER=desk: Give the issuer's URL, beginning with https://."],
    ['KAFKA_BROKERS', 'kafka', 'KAFKA_BROKERS=kafka: Give host:port, several with commas between them.'],
    [
      'OTEL_EXPORTER_OTLP_ENDPOINT',
      'collector:4318',
      'OTEL_EXPORTER_OTLP_ENDPOINT=collector:4318: Give a URL that begins with http:// or https://.',
    ],
  ])('refuses %s=%s in one line', (name, value, line) => {
    expect(refusal({ [name]: value })).toBe(line);
  });

  it('sends no mail without a server, and none that comes from nowhere', () => {
    expect(readSettings({ MAIL_FROM: 'desk@example.com' })).not.toHaveProperty('mail');
    const SMTP_URL = 'smtp://u:hidden@mail:587';
    expect(refusal({ SMTP_URL })).toBe('MAIL_FROM=(not set): Give the address that mail comes from.');
    expect(refusal({ SMTP_URL, MAIL_FROM: 'the desk' })).toMatch(/^MAIL_FROM=the desk: Give/);
  });

  it.each([
    'mysql://u:secret@db/x',
    'postgres:/u:secret@db',
    'u:secret@db:5432/x',
    'postgres://u:secret@db:port/x',
  ])('refuses %s as DATABASE_URL without telling the password', (url) => {
    const line = refusal({ DATABASE_URL: url });
    expect(line).toMatch(/^DATABASE_URL=.*This is no PostgreSQL URL\. Give postgres:\/\/.*$/);
    expect(line).not.toContain('secret');
  });

  it.each([
    ['too short', Buffer.alloc(31).toString('base64')],
    ['too long', Buffer.alloc(33).toString('base64')],
    ['not base64', '!'.repeat(43)],
  ])('refuses a MASTER_KEY that is %s without telling it', (_, key) => {
    const line = refusal({ MASTER_KEY: key });
    expect(line).toMatch(/^MASTER_KEY=\(not shown\): Give 32 bytes in base64/);
    expect(line).not.toContain(key);
  });
});

describe('the settings of Kafka', () => {
  const KAFKA_BROKERS = 'kafka:9092';

  it('count only where brokers are named', () => {
    expect(readSettings({ KAFKA_TLS: 'on' })).not.toHaveProperty('kafka');
    expect(readSettings({ KAFKA_BROKERS }).kafka).toEqual({
      brokers: ['kafka:9092'],
      topicPrefix: 'redress.',
      tls: false,
    });
  });

  it.each([
    [{ KAFKA_TOPIC_PREFIX: 'a b' }, 'KAFKA_TOPIC_PREFIX=a b: Give at most 100'],
    [{ KAFKA_TLS: 'yes' }, 'KAFKA_TLS=yes: Give on or off.'],
    [
      { KAFKA_SASL_USERNAME: 'redress' },
      'KAFKA_SASL_MECHANISM=(not set): Give one of plain, scram-sha-256, scram-sha-512.',
    ],
    [
      { KAFKA_SASL_MECHANISM: 'plain', KAFKA_SASL_USERNAME: 'redress' },
      'KAFKA_SASL_PASSWORD=(not set): plain needs a user name and a password.',
    ],
  ])('refuse %j', (environment, line) => {
    expect(refusal({ KAFKA_BROKERS, ...environment })).toMatch(
      new RegExp(`^${line.replace(/[()]/g, '\\$&')}`),
    );
  });
});

describe('secrets', () => {
  it.each([
    ['KURRENTDB_URL', 'http://admin:hidden@kurrent:2113'],
    ['INTAKE_WEBHOOK_SECRET', 'hidden'],
    ['SMTP_URL', 'mail:hidden@mail.example.com'],
  ])('are not told where %s is refused', (name, value) => {
    const line = refusal({ [name]: value });
    expect(line).toMatch(new RegExp(`^${name}=\\(not shown\\): `));
    expect(line).not.toContain('hidden');
  });
});

describe('StartupError', () => {
  it('is one line, whatever the value holds', () => {
    expect(new StartupError('A', 'one\ntwo', 'Mend\r\nit.').message).toBe('A=one two: Mend it.');
  });
});

describe('showDatabaseUrl', () => {
  it('leaves out what is secret', () => {
    expect(showDatabaseUrl('postgres://u:secret@db:5433/x?sslkey=a&password=secret')).toBe(
      'postgres://u:***@db:5433/x',
    );
  });
});
