import {
  at,
  cases,
  claimed,
  command,
  fact,
  HELD,
  NOW,
  POOL,
  registered,
  WHY,
} from '../../../../test/support/case-decisions';

describe('AcceptComplaint', () => {
  it('says that it is ours', () => {
    const accepted = fact('ComplaintAccepted', NOW, WHY);
    cases
      .given(registered)
      .when(command({ type: 'AcceptComplaint' }, { why: WHY }))
      .then(accepted);
    cases
      .given(registered, accepted)
      .when(command({ type: 'AcceptComplaint' }))
      .thenNothing();
  });
});

describe('AssignComplaint', () => {
  const order = command({ type: 'AssignComplaint', team: 'back-office', agent: 'agent-2' }, { why: WHY });
  const assigned = fact('ComplaintAssigned', NOW, { ...WHY, team: 'back-office', agent: 'agent-2' });

  it('says who owes the next action', () => {
    cases.given(registered).when(order).then(assigned);
    cases.given(registered, claimed).when(order).then(assigned);
  });

  it('adds nothing where it is there already', () => {
    cases
      .given(registered, { ...assigned, occurredAt: at(1) })
      .when(order)
      .thenNothing();
  });
});

describe('ClaimComplaint', () => {
  const claim = (agent: string) => command({ type: 'ClaimComplaint', agent });
  const assignedTo = (agent: string) => fact('ComplaintAssigned', 1, { team: 'front-desk', agent });
  const claimedNow = fact('ComplaintClaimed', NOW, { agent: 'agent-1', team: 'front-desk' });

  it('takes a case from the pool, or one that was assigned to the agent', () => {
    cases.given(registered).when(claim('agent-1')).then(claimedNow);
    cases.given(registered, assignedTo('agent-1')).when(claim('agent-1')).then(claimedNow);
  });

  it('is won by the first; the second learns who has it', () => {
    cases.given(registered, claimed).when(claim('agent-1')).thenNothing();
    cases
      .given(registered, claimed)
      .when(claim('agent-2'))
      .thenRefused('held-by-another', { agent: 'agent-1' });
    cases.given(registered, assignedTo('agent-2')).when(claim('agent-1')).thenRefused('held-by-another');
  });

  it('is to be done again after the case was handed on or back', () => {
    const back = fact('ComplaintTransferred', 2, { team: 'front-desk', agent: 'agent-1', from: HELD });
    const returned = fact('ComplaintReturned', 2, { reason: 'no-skill', team: 'front-desk', from: HELD });
    cases.given(registered, claimed, back).when(claim('agent-1')).then(claimedNow);
    cases.given(registered, claimed, assignedTo('agent-1')).when(claim('agent-1')).then(claimedNow);
    cases.given(registered, claimed, returned).when(claim('agent-1')).then(claimedNow);
  });
});

describe('TransferComplaint', () => {
  it('is counted, with where the case was, even where it stays there', () => {
    const order = command({ type: 'TransferComplaint', team: 'front-desk', agent: 'agent-1' }, { why: WHY });
    const transferred = { ...WHY, team: 'front-desk', agent: 'agent-1', from: HELD };
    cases
      .given(registered, claimed)
      .when(order)
      .then(fact('ComplaintTransferred', NOW, transferred));
  });
});

describe('ReturnComplaint', () => {
  const order = command({ type: 'ReturnComplaint', reason: 'no-skill' }, { why: { noteRef: 'note-1' } });

  it('gives the case back to the pool of its team, for a reason', () => {
    const data = { noteRef: 'note-1', reason: 'no-skill', team: 'front-desk', from: HELD };
    cases
      .given(registered, claimed)
      .when(order)
      .then(fact('ComplaintReturned', NOW, data));
  });

  it('adds nothing where it is in the pool', () => {
    cases.given(registered).when(order).thenNothing();
  });
});

describe('AcknowledgeComplaint', () => {
  it('says once that the customer was told', () => {
    const order = command({ type: 'AcknowledgeComplaint', channel: 'sms' }, { why: WHY });
    const acknowledged = fact('ComplaintAcknowledged', NOW, { ...WHY, channel: 'sms' });
    cases.given(registered).when(order).then(acknowledged);
    cases.given(registered, acknowledged).when(order).thenNothing();
  });
});

describe('AddNote', () => {
  it('adds the reference of a note, every time', () => {
    const order = command({ type: 'AddNote', noteRef: 'note-2' });
    const noted = fact('ComplaintNoteAdded', NOW, { noteRef: 'note-2' });
    cases.given(registered).when(order).then(noted);
    cases.given(registered, noted).when(order).then(noted);
  });
});

describe('ChaseComplaint', () => {
  it('is counted, every time', () => {
    const chased = (chases: number) =>
      fact('ComplaintChased', NOW, { ...WHY, ...POOL, channel: 'phone', chases });
    const order = command({ type: 'ChaseComplaint', channel: 'phone' }, { why: WHY });
    cases.given(registered).when(order).then(chased(1));
    cases.given(registered, chased(1)).when(order).then(chased(2));
  });

  it('may have come by no channel that is known', () => {
    cases
      .given(registered)
      .when(command({ type: 'ChaseComplaint' }))
      .then(fact('ComplaintChased', NOW, { ...POOL, chases: 1 }));
  });
});

describe('EscalateComplaint', () => {
  it('goes a level higher, every time', () => {
    const escalated = (level: number) =>
      fact('ComplaintEscalated', NOW, { noteRef: 'note-1', ...POOL, reason: 'at-risk', level });
    const order = command({ type: 'EscalateComplaint', reason: 'at-risk' }, { why: WHY });
    cases.given(registered).when(order).then(escalated(1));
    cases.given(registered, escalated(1)).when(order).then(escalated(2));
  });
});
