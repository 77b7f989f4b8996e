export * from './api-document';
export * from './configure-http';
export * from './fastify-adapter';
export * from './health';
export * from './http-app';
export * from './http.module';
export { PROBLEM_CATALOGUES } from './problems.controller';
