import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020';
import { readSettings } from '../../libs/platform/src/config/settings';
import { compositionWith, ROOT, servicesWith, textOf, yamlOf, type Service } from './compose-file';

/** What has no default. */
const REQUIRED = {
  POSTGRES_PASSWORD: '0123456789abcdef',
  MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
  OIDC_ISSUER: 'https://login.example.org',
  OIDC_AUDIENCE: 'redress',
};

/** Each way of starting it that the documents tell of: its profiles, the variables that go with them, and what then runs. */
const WAYS = [
  { profiles: [], variables: {}, runs: ['postgres', 'redress'] },
  {
    profiles: ['kafka'],
    variables: { KAFKA_BROKERS: 'kafka:9092' },
    runs: ['kafka', 'postgres', 'redress', 'topics'],
  },
  {
    profiles: ['kafka', 'apps'],
    variables: { ALL_IN_ONE: '0' },
    runs: [
      ...['api', 'automation', 'intake', 'kafka', 'postgres'],
      ...['projector', 'relay', 'timekeeper', 'topics'],
    ],
  },
  {
    profiles: ['apps'],
    variables: {
      ALL_IN_ONE: '0',
      KAFKA_BROKERS: 'one.example.org:9093,two.example.org:9093',
      KAFKA_TLS: 'on',
    },
    runs: ['api', 'automation', 'intake', 'postgres', 'projector', 'relay', 'timekeeper', 'topics'],
  },
  {
    profiles: ['kurrentdb'],
    variables: { KURRENTDB_URL: 'kurrentdb://kurrentdb:2113?tls=false' },
    runs: ['kurrentdb', 'postgres', 'redress'],
  },
  {
    profiles: ['observability'],
    variables: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' },
    runs: ['collector', 'grafana', 'jaeger', 'postgres', 'prometheus', 'redress'],
  },
] as const;

const raw = textOf('docker-compose.yml');
const composition = compositionWith(REQUIRED);
const all = Object.entries(composition.services);
const ours = all.filter(([, { build }]) => build !== undefined);
const neededBy = ({ depends_on = {} }: Service): string[] =>
  Object.entries(depends_on)
    .filter(([, { required = true }]) => required)
    .map(([name]) => name);

describe('docker-compose.yml', () => {
  it('follows the schema of the Compose Specification, as written and as filled in', () => {
    const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
    const validate = ajv.compile(JSON.parse(textOf('test/deploy/compose-spec.json')) as object);
    for (const document of [yamlOf('docker-compose.yml'), composition]) {
      validate(document);
      expect(validate.errors ?? []).toEqual([]);
    }
  });

  it.each(WAYS)('starts what it says with the profiles $profiles', ({ profiles, variables, runs }) => {
    const filled = compositionWith({ ...REQUIRED, ...variables });
    const running = servicesWith(filled, profiles);
    expect(running.sort()).toEqual(runs);
    for (const name of running) {
      const missing = neededBy(filled.services[name] as Service).filter(
        (needed) => !running.includes(needed),
      );
      expect([name, missing]).toEqual([name, []]);
    }
    const published = running.flatMap((name) => filled.services[name]?.ports ?? []);
    expect(new Set(published).size).toBe(published.length);
  });

  it.each(WAYS)('gives the apps settings that they accept, with $profiles', ({ profiles, variables }) => {
    const filled = compositionWith({ ...REQUIRED, ...variables });
    for (const name of servicesWith(filled, profiles)) {
      const { build, environment } = filled.services[name] as Service;
      if (build === undefined) continue;
      const settings = readSettings(environmentOf(environment));
      if (profiles.some((profile) => ['kafka', 'apps'].includes(profile)))
        expect(settings.kafka?.brokers.length).toBeGreaterThan(0);
      else expect(settings).not.toHaveProperty('kafka');
      expect(settings.kurrentDbUrl !== undefined).toBe(
        profiles.some((profile) => profile === 'kurrentdb') && name !== 'topics',
      );
    }
  });

  it('refuses to start without what has no default', () => {
    for (const name of Object.keys(REQUIRED))
      expect(() => compositionWith({ ...REQUIRED, [name]: '' })).toThrow(name);
  });

  it('gives no app a variable that it does not know', () => {
    const known = new Set<string | symbol>();
    readSettings(
      new Proxy<NodeJS.ProcessEnv>(
        {},
        {
          get: (_, name) => {
            known.add(name);
            // What has followers is read to the end only where it is given.
            return name === 'KAFKA_BROKERS' ? 'kafka:9092' : undefined;
          },
        },
      ),
    );
    for (const [name, { environment = {} }] of ours)
      expect([name, Object.keys(environment).filter((variable) => !known.has(variable))]).toEqual([name, []]);
  });

  it('runs apps that there are, each under its own name', () => {
    for (const [name, { command = [] }] of ours) {
      const [runtime, flag, script, ...rest] = command;
      const app = name === 'redress' ? 'all-in-one' : name;
      expect([runtime, flag, script]).toEqual([
        ...['node', '--enable-source-maps'],
        `dist/apps/${app}/src/main.js`,
      ]);
      expect(rest).toEqual(name === 'topics' ? ['create'] : []);
      expect([app, existsSync(join(ROOT, 'apps', app, 'src/main.ts'))]).toEqual([app, true]);
    }
  });

  it('names images by an exact version', () => {
    for (const [name, { image, build }] of all) {
      if (build === undefined)
        expect([name, image]).toEqual([name, expect.stringMatching(/^[\w./-]+:v?\d+\.\d+(\.\d+)?(-\w+)?$/)]);
    }
  });

  it('gives processes of ours no rights and nothing to write to but their data', () => {
    for (const [name, service] of ours)
      expect([name, service]).toEqual([
        name,
        expect.objectContaining({
          read_only: true,
          cap_drop: ['ALL'],
          security_opt: ['no-new-privileges:true'],
        }),
      ]);
  });

  it('starts again whatever ends, but for the one that makes the topics', () => {
    for (const [name, { restart }] of all)
      expect([name, restart]).toEqual([name, name === 'topics' ? undefined : 'unless-stopped']);
  });

  it('publishes ports on this machine only, of ours only those that take requests', () => {
    for (const [name, { ports = [], build }] of all) {
      for (const port of ports)
        expect([name, port]).toEqual([name, expect.stringMatching(/^127\.0\.0\.1:\d+:\d+$/)]);
      if (build !== undefined)
        expect([name, ports.length > 0]).toEqual([name, ['redress', 'api'].includes(name)]);
    }
  });

  it('mounts volumes that are declared, and files that are there', () => {
    const mounted = all.flatMap(([, { volumes = [] }]) =>
      volumes.map((volume) => volume.split(':')[0] ?? ''),
    );
    const named = mounted.filter((source) => !source.startsWith('.'));
    expect([...new Set(named)].sort()).toEqual(Object.keys(composition.volumes).sort());
    for (const source of mounted.filter((path) => path.startsWith('.')))
      expect([source, statSync(join(ROOT, source), { throwIfNoEntry: false }) !== undefined]).toEqual([
        source,
        true,
      ]);
  });

  it('takes the variables that docs/deployment.md lists, and no others', () => {
    const taken = [...raw.matchAll(/\$\{([A-Z][A-Z0-9_]*)/g)].map(([, name]) => name ?? '');
    const rows = textOf('docs/deployment.md')
      .split('\n')
      .filter((line) => line.startsWith('| `'));
    const listed = rows.flatMap((row) =>
      [...(row.split('|')[1] ?? '').matchAll(/`([A-Z][A-Z0-9_]*)`/g)].map(([, name]) => name ?? ''),
    );
    // This one is for Docker Compose itself.
    expect(listed.filter((name) => name !== 'COMPOSE_PROFILES').sort()).toEqual([...new Set(taken)].sort());
  });
});

describe('the image', () => {
  it('runs everything in one process where it is not told otherwise', () => {
    const command = /^CMD (\[.*\])$/m.exec(textOf('Dockerfile'))?.[1] ?? '[]';
    expect(JSON.parse(command)).toEqual(composition.services['redress']?.command);
  });
});

const environmentOf = (variables: Service['environment'] = {}): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)]));
