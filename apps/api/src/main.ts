import { PolicyFileError } from '@redress/policies';
import { runApp } from '@redress/platform';
import { startApi } from './start-api';

runApp({
  start: startApi,
  greet: ({ url }) => `Redress api runs at ${url}; to read: ${url}/docs\n`,
  isMendable: (error) => error instanceof PolicyFileError,
});
