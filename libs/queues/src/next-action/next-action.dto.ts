import { ApiProperty } from '@nestjs/swagger';
import { QueueItem } from '../queue/queue-item.dto';

/** What to do next. */
export class NextAction {
  @ApiProperty({ type: QueueItem, nullable: true, description: 'Null where there is nothing to do.' })
  readonly item!: QueueItem | null;
}
