import { NotedBody } from '@redress/complaints';
import { IsOpaqueId } from '@redress/http';

/** For what is not done without a reason. */
export class ReasonedBody extends NotedBody {
  @IsOpaqueId({ description: 'Why: a reason code. No personal data.', example: 'too-generous' })
  readonly reason!: string;
}
