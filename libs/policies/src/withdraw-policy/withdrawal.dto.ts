import { IsOpaqueId } from '@redress/http';

/** Why a version is withdrawn. */
export class WithdrawalBody {
  @IsOpaqueId({ optional: true, description: 'Why: a code.', example: 'promised-too-much' })
  readonly reason?: string;
}
