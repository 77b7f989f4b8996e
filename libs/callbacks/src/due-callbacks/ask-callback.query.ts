import { Query } from '@nestjs/cqrs';
import type { ReadToken } from '@redress/http';
import type { Reader } from '@redress/personal-data';
import type { CallbackSight } from './callback-readers';
import type { CallbackView } from './callback-view.dto';

/** A callback as it stands, with whom to call. That the customer's record was read is recorded. */
export class AskCallback extends Query<CallbackView> {
  constructor(
    readonly callbackId: string,
    readonly reader: Reader,
    /** Undefined: all. */
    readonly sight: CallbackSight | undefined,
    readonly readAfter?: ReadToken,
  ) {
    super();
  }
}
