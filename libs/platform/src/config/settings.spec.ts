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
  ])('refuses %s=%s in one line', (name, value, line) => {
    expect(refusal({ [name]: value })).toBe(line);
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
