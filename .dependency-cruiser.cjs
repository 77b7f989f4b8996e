/**
 * Who may import whom. The features, each only from those before it:
 * policies, customers, clocks <- complaints <- resolutions, callbacks, subjects <- intake, queues, board, promises, approvals, metrics, escalations, what-if.
 * Each rule is seen red by test/architecture/boundaries.spec.ts.
 */
const FEATURES = [
  'policies',
  'customers',
  'clocks',
  'complaints',
  'resolutions',
  'callbacks',
  'subjects',
  'intake',
  'queues',
  'board',
  'promises',
  'approvals',
  'metrics',
  'escalations',
  'what-if',
];
const BEFORE_CASES = ['policies', 'customers', 'clocks'];
const BEFORE_QUESTIONS = ['complaints', 'resolutions', 'callbacks', 'clocks'];
const UPSTREAM = {
  policies: [],
  customers: [],
  clocks: [],
  complaints: BEFORE_CASES,
  resolutions: [...BEFORE_CASES, 'complaints'],
  callbacks: [...BEFORE_CASES, 'complaints'],
  subjects: ['policies', 'clocks', 'complaints'],
  intake: [...BEFORE_CASES, 'complaints', 'callbacks', 'kafka'],
  queues: BEFORE_QUESTIONS,
  board: [...BEFORE_QUESTIONS, 'subjects'],
  promises: BEFORE_QUESTIONS,
  approvals: BEFORE_QUESTIONS,
  metrics: BEFORE_QUESTIONS,
  escalations: ['policies', ...BEFORE_QUESTIONS],
  'what-if': ['policies', 'clocks', 'complaints', 'resolutions', 'subjects'],
};
const PORTS = ['event-store', 'event-feed', 'read-model', 'personal-data', 'automation', 'notifications'];
const libsBut = (names) => `^libs/(?!(${names.join('|')})/)`;
const NOT_SPEC = '(\\.spec\\.ts|/contract/.*)$';
const ADAPTER = '^libs/[^/]+/src/(postgres|kurrent|kafka|local)/';

/** `only(x, [...])`: the code of lib x imports no lib but these. */
const only = (name, allowed) => ({
  name: `${name}-imports-only-what-it-may`,
  severity: 'error',
  from: { path: `^libs/${name}/`, pathNot: NOT_SPEC },
  to: { path: libsBut([name, ...allowed]) },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    only('kernel', []),
    only('sla', []),
    only('kafka', ['kernel']),
    only('http', ['kernel']),
    ...PORTS.map((port) =>
      only(
        port,
        port === 'read-model'
          ? ['kernel', 'event-feed', 'kafka']
          : port === 'event-feed'
            ? ['kernel', 'event-store', 'kafka']
            : port === 'automation'
              ? ['kernel', 'event-feed']
              : ['kernel'],
      ),
    ),
    ...FEATURES.map((feature) => only(feature, ['kernel', 'sla', 'http', ...PORTS, ...UPSTREAM[feature]])),
    only('platform', ['kernel', 'http', 'kafka', ...PORTS]),
    {
      name: 'wiring-is-for-apps',
      severity: 'error',
      from: { path: '^libs/(?!wiring/)', pathNot: NOT_SPEC },
      to: { path: '^libs/wiring/' },
    },
    {
      name: 'a-lib-is-entered-by-its-index',
      severity: 'error',
      from: { path: '^(apps|libs)/([^/]+)/', pathNot: NOT_SPEC },
      to: {
        path: '^libs/([^/]+)/src/',
        pathNot: [
          '^libs/$2/',
          '^libs/[^/]+/src/index\\.ts$',
          '^libs/[^/]+/src/(postgres|kurrent|kafka|local)/index\\.ts$',
          '^libs/sla/src/build-calendar/(index|public-holidays)\\.ts$',
        ],
      },
    },
    {
      name: 'calendars-are-built-when-published',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: ['^libs/(sla|policies)/', '^apps/policies/', NOT_SPEC] },
      to: { path: '^libs/sla/src/build-calendar/' },
    },
    {
      name: 'adapters-are-for-the-platform',
      severity: 'error',
      from: {
        path: '^(apps|libs)/([^/]+)/',
        pathNot: ['^libs/platform/', '^libs/wiring/', '^libs/testing/', NOT_SPEC],
      },
      to: { path: ADAPTER, pathNot: '^libs/$2/' },
    },
    { name: 'no-lib-imports-an-app', severity: 'error', from: { path: '^libs/' }, to: { path: '^apps/' } },
    {
      name: 'no-app-imports-an-app',
      severity: 'error',
      from: { path: '^apps/(?!all-in-one)([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'the-console-knows-the-api-only',
      severity: 'error',
      from: { path: '^apps/console/' },
      to: { path: '^(libs|apps/(?!console/))' },
    },
    {
      name: 'code-does-not-import-tests',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: ['^libs/testing/', NOT_SPEC] },
      to: { path: ['^libs/testing/', '^test/', '\\.spec\\.ts$', '/contract/'] },
    },
    {
      name: 'kafkajs-only-in-its-lib',
      severity: 'error',
      from: { pathNot: '^libs/kafka/' },
      to: { path: '^node_modules/kafkajs/' },
    },
    {
      name: 'kafka-is-for-adapters',
      severity: 'error',
      from: {
        path: '^(apps|libs)/',
        pathNot: ['^libs/kafka/', '^libs/[^/]+/src/kafka/', '^libs/platform/', '^libs/testing/', NOT_SPEC],
      },
      to: { path: '^libs/kafka/' },
    },
    {
      name: 'kurrent-only-in-its-adapter',
      severity: 'error',
      from: { pathNot: '^libs/event-store/src/kurrent/' },
      to: { path: '^node_modules/@kurrent/' },
    },
    {
      name: 'the-sql-driver-only-where-sql-is',
      severity: 'error',
      from: {
        pathNot: [
          '^libs/[^/]+/src/postgres/',
          '^libs/read-model/',
          '^libs/personal-data/',
          '^libs/platform/src/database/',
          '^libs/testing/',
          '^test/',
          NOT_SPEC,
        ],
      },
      to: { path: ['^node_modules/pg/', '^node_modules/@types/pg/'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.json'],
      mainFields: ['main', 'types'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
};
