import { ApiProperty, OmitType } from '@nestjs/swagger';
import { ClockExplanation } from '../explain-clock/clock-explanation.dto';

/** Where the time of one run of a clock of a subject went. */
export class SubjectClockExplanation extends OmitType(ClockExplanation, ['complaintId']) {
  @ApiProperty()
  readonly subjectId!: string;
}
