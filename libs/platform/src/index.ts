export * from './automations';
export * from './config';
export * from './database';
export * from './engines';
export * from './http';
export * from './logging';
export * from './sign-in';
