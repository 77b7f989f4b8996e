import { greetService, runApp, startService } from '@redress/platform';
import { RELAY } from './relay.service';

runApp({ start: (given) => startService(RELAY, given), greet: greetService(RELAY) });
