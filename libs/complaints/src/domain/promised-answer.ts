import { toIso } from '@redress/kernel';
import { fact, invalidField, placement, type Decide } from './deciding';
import { isPromised, promisedLength } from './promise';

/** Throws DomainError `renegotiation-unsaid`, and those of `promisedLength`. */
export const promiseAnswer: Decide<'PromiseAnswer'> = (command, state, at) => {
  const { answerBy, renegotiatedBy, why } = command;
  const { promised, by } = state.answer;
  const length = promisedLength('answerBy', answerBy, at);
  if (by !== null) {
    if (isPromised(answerBy, by)) return [];
    if (renegotiatedBy === undefined) {
      const reason = 'is needed: an answer is promised already';
      throw invalidField('renegotiation-unsaid', 'renegotiatedBy', reason);
    }
  }
  return [
    fact('AnswerPromised', at, {
      ...why,
      ...placement(state),
      number: promised + 1,
      promisedAt: toIso(at),
      answerBy: toIso(at + length),
      ...(by === null || renegotiatedBy === undefined ? {} : { renegotiatedBy }),
    }),
  ];
};
