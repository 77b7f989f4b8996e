import { greetService, runApp, startService } from '@redress/platform';
import { PolicyFileError } from '@redress/policies';
import { INTAKE } from './intake.service';

runApp({
  start: (given) => startService(INTAKE, given),
  greet: greetService(INTAKE),
  isMendable: (error) => error instanceof PolicyFileError,
});
