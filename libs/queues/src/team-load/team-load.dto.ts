import { ApiProperty } from '@nestjs/swagger';
import { PastMark } from '@redress/http';

/** How much stands in a queue. */
export class QueueLoad {
  @ApiProperty({ type: 'integer', description: 'Cases that are open or waiting.' })
  readonly cases!: number;

  @ApiProperty({ type: 'integer', description: 'Of these, how many only wait.' })
  readonly waiting!: number;

  @ApiProperty({
    type: 'integer',
    description:
      'Cases that are over for now, on which something is still owed: an answer, to the customer or to a supervision order, or a remedy that was accepted.',
  })
  readonly owedAfterwards!: number;

  @ApiProperty({ type: 'integer', description: 'Callbacks that are owed.' })
  readonly callbacks!: number;

  @ApiProperty({ type: 'integer', description: 'Of these, how many whose window has passed.' })
  readonly callbacksLate!: number;

  @ApiProperty({
    type: 'integer',
    description:
      'Cases and callbacks whose next due instant has passed, or with a clock that was missed and goes on.',
  })
  readonly late!: number;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description: 'When the next of the others is due.',
  })
  readonly nextDueAt!: string | null;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description:
      'When the oldest case that is open or waiting was registered, or callback scheduled. Null where there is none.',
  })
  readonly oldestAt!: string | null;
}

/** What an agent has in hand of the work of a team. */
export class AgentLoad extends QueueLoad {
  @ApiProperty()
  readonly agent!: string;
}

/** Who has how much of a team's open actions in hand. */
export class TeamLoad {
  @ApiProperty()
  readonly team!: string;

  @ApiProperty({ type: QueueLoad, description: 'What no agent has yet.' })
  readonly pool!: QueueLoad;

  @ApiProperty({
    type: [AgentLoad],
    description: 'Every agent who has something of it: the most late first, then the most in hand.',
  })
  readonly agents!: readonly AgentLoad[];

  @ApiProperty({ type: PastMark, required: false, description: 'Where the past was asked about.' })
  readonly past?: PastMark;
}
