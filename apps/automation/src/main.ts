import { greetService, runApp, startService } from '@redress/platform';
import { PolicyFileError } from '@redress/policies';
import { AUTOMATION } from './automation.service';

runApp({
  start: (given) => startService(AUTOMATION, given),
  greet: greetService(AUTOMATION),
  isMendable: (error) => error instanceof PolicyFileError,
});
