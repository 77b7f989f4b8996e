import {
  callbackFactsFrom,
  CALLBACK_ABOUT,
  CONTACT_POLICY_REF,
  projectionSpec,
  recordedEvents,
} from '@redress/testing';
import { toIso } from '@redress/kernel';
import { caseLife, minute, registration, type LifeStep } from '../../../../test/support/case-life';
import { queues } from './queues.projection';

const claimed: LifeStep = [1, { type: 'ClaimComplaint', agent: 'ann' }];
const returned: LifeStep = [2, { type: 'ReturnComplaint', reason: 'not-mine' }];

describe('the departures from queues', () => {
  it('are counted, so that whoever watches learns of the second one as of the first', () => {
    projectionSpec(queues)
      .given(recordedEvents(...caseLife(registration('1'), claimed, returned, claimed)))
      .then('queue_departures', [
        { queue_kind: 'agent', queue_name: 'ann', times: 1 },
        { queue_kind: 'team', queue_name: 'north', times: 2, item: 'case', complaint_id: '1' },
      ]);
  });

  it('are those of actions that nobody owes any more, too', () => {
    projectionSpec(queues)
      .given(
        recordedEvents(...caseLife(registration('1'), [5, { type: 'ResolveComplaint', resolvedBy: null }])),
      )
      .then('queue_departures', [{ queue_kind: 'team', queue_name: 'north', times: 1 }]);
  });

  it('are those of callbacks that were made, which leave no entry behind', () => {
    const fact = callbackFactsFrom(minute(0));
    const window = { from: toIso(minute(100)), to: toIso(minute(200)) };
    const about = {
      ...CALLBACK_ABOUT,
      callbackId: '7',
      complaintId: '1',
      team: 'north',
      owner: 'ann',
      window,
    };
    const policy = CONTACT_POLICY_REF;
    const life = [
      fact('CallbackScheduled', 0, { ...about, channel: 'phone', timeZone: 'Europe/London', policy }),
      fact('CallbackCancelled', 120, { ...about, reason: 'not-needed', missedBefore: false }),
    ].map((event) => ({ ...event, stream: 'callback-7', partitionKey: '1' }));
    projectionSpec(queues)
      .given(recordedEvents(...life))
      .then('queue_entries', [])
      .then('queue_departures', [
        { stream: 'callback-7', queue_kind: 'agent', queue_name: 'ann', item: 'callback' },
      ]);
  });
});
