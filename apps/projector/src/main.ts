import { greetService, runApp, startService } from '@redress/platform';
import { PROJECTOR } from './projector.service';

runApp({ start: (given) => startService(PROJECTOR, given), greet: greetService(PROJECTOR) });
