import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Logger, type Settings } from '@redress/platform';
import { readDocuments } from '@redress/policies';
import { openNotificationBook } from './notifications';
import { RedressModule, type RedressParts } from './redress.module';

/** The features for a process that takes no requests: their commands, and what can be started on them. Ends before the engines.
 * Throws PolicyFileError. */
export async function openFeatures(
  parts: Omit<RedressParts, 'inForce' | 'notificationBook'> & { readonly settings: Settings },
): Promise<INestApplicationContext> {
  const { inForce } = readDocuments(parts.settings);
  const notificationBook = openNotificationBook(parts);
  const context = await NestFactory.createApplicationContext(
    RedressModule.on({ ...parts, inForce, notificationBook }),
    {
      logger: ['warn', 'error', 'fatal'],
      abortOnError: false,
    },
  );
  context.useLogger(context.get(Logger));
  parts.engines.endFirst(() => context.close());
  return context;
}
