import { greetService, runApp, startService } from '@redress/platform';
import { PolicyFileError } from '@redress/policies';
import { TIMEKEEPER } from './timekeeper.service';

runApp({
  start: (given) => startService(TIMEKEEPER, given),
  greet: greetService(TIMEKEEPER),
  isMendable: (error) => error instanceof PolicyFileError,
});
