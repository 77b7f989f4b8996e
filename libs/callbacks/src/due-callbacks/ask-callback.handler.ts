import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DomainError } from '@redress/kernel';
import { PERSONAL_DATA, type CustomerDetails, type PersonalData, type Reader } from '@redress/personal-data';
import { ReadModel, sql, waitForCommand } from '@redress/read-model';
import type { CallbackChannel } from '../events';
import { AskCallback } from './ask-callback.query';
import { assertSeen } from './callback-readers';
import type { CallbackRow } from './callback-row';
import { callbackSummaryOf } from './callback-summary.dto';
import { attemptOf, type CallbackView } from './callback-view.dto';
import { callbacks } from './callbacks.projection';

@QueryHandler(AskCallback)
export class AskCallbackHandler implements IQueryHandler<AskCallback> {
  constructor(
    private readonly readModel: ReadModel,
    @Inject(PERSONAL_DATA) private readonly personalData: PersonalData,
  ) {}

  /** Throws DomainErrors `not-found` where there is no such callback, and `not-your-callbacks`. */
  async execute({ callbackId, reader, sight, readAfter }: AskCallback): Promise<CallbackView> {
    await waitForCommand(this.readModel, callbacks.name, readAfter);
    const { rows } = await sql<CallbackRow>`
      SELECT * FROM callbacks WHERE callback_id = ${callbackId}
    `.execute(this.readModel.query);
    const [row] = rows;
    if (row === undefined) throw new DomainError('not-found', 'not-found', 'There is nothing under this id.');
    assertSeen(sight, row);
    return {
      ...callbackSummaryOf(row),
      ...(await this.#personal(row, reader)),
      attempts: row.attempts.map(attemptOf),
    };
  }

  /** One reading of the record, whatever of it there is: the access is recorded with the details, before any text is fetched. */
  async #personal(
    { customer_id: id, number_ref: numberRef, channel, answers }: CallbackRow,
    reader: Reader,
  ): Promise<Pick<CallbackView, 'customer' | 'answers'>> {
    const details = await this.personalData.readCustomer(id, reader);
    const commentRef = answers?.commentRef ?? null;
    const refs = [numberRef, commentRef].filter((ref) => ref !== null);
    const texts =
      details === undefined || refs.length === 0
        ? new Map<string, string>()
        : await this.personalData.getTexts(refs);
    const textOf = (ref: string | null) => (ref === null ? null : (texts.get(ref) ?? null));
    return {
      customer: {
        id,
        erased: details === undefined,
        name: details?.name ?? null,
        number: numberRef === null ? numberOn(channel, details) : textOf(numberRef),
      },
      answers: answers && {
        satisfied: answers.satisfied ?? null,
        csat: answers.csat ?? null,
        servqual: answers.servqual ?? [],
        comment: textOf(commentRef),
      },
    };
  }
}

/** What a customer is reached by where the callback names no number of its own. */
function numberOn(channel: CallbackChannel, details: CustomerDetails | undefined): string | null {
  switch (channel) {
    case 'phone':
    case 'sms':
      return details?.phones?.[0] ?? null;
    case 'email':
      return details?.email ?? null;
    case 'chat':
      return null;
  }
}
