export { Logger } from 'nestjs-pino';
export * from './loggable-error';
export * from './logger';
export * from './request-context';
