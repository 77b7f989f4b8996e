import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger as PinoLogger } from 'pino';
import type { Settings } from '../config/settings';
import { StartupError } from '../config/startup-error';
import { Logger } from '../logging';
import { configureHttp } from './configure-http';
import { createFastifyAdapter } from './fastify-adapter';

/** An app with everything that lies between the wire and its controllers, not listening yet. Its module has `loggingModule`. */
export async function createHttpApp(
  module: Type | DynamicModule,
  options: { readonly logger: PinoLogger; readonly serveDocument?: boolean },
): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(
    module,
    createFastifyAdapter(),
    // What Nest tells of each route it maps is for nobody; the logger takes over once it is done.
    { bodyParser: false, logger: ['warn', 'error', 'fatal'], abortOnError: false },
  );
  configureHttp(app, options);
  await app.init();
  app.useLogger(app.get(Logger));
  return app;
}

/** Listens on HOST and PORT; gives the URL, without a slash at the end. Throws a StartupError where that address can't be had. */
export async function listen(
  app: NestFastifyApplication,
  { host, port }: Pick<Settings, 'host' | 'port'>,
): Promise<string> {
  try {
    await app.listen(port, host);
  } catch (error) {
    throw addressError(error, host, port) ?? error;
  }
  return (await app.getUrl()).replace('[::1]', 'localhost');
}

function addressError(error: unknown, host: string, port: number): StartupError | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'EADDRINUSE':
      return new StartupError(
        'PORT',
        String(port),
        `Another program listens on ${host}:${String(port)}. Stop it, or give another port.`,
      );
    case 'EACCES':
      return new StartupError('PORT', String(port), 'This port needs more rights. Give one above 1023.');
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StartupError(
        'HOST',
        host,
        'This is no address of this machine. Give 127.0.0.1, or one that it has.',
      );
    default:
      return undefined;
  }
}
