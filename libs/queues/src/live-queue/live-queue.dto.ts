import { IsOpaqueId } from '@redress/http';

const MOST_TEAMS = 100;

/** Which queues to watch in one stream. */
export class LiveQueuesQuestion {
  @IsOpaqueId({ optional: true, description: 'The agent whose own queue it is.' })
  readonly agent?: string;

  @IsOpaqueId({
    optional: true,
    fromQuery: true,
    many: { min: 1, max: MOST_TEAMS },
    description: 'The teams whose pools they are.',
  })
  readonly team?: readonly string[];
}
