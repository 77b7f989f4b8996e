import { CALLBACK_ABOUT } from '@redress/testing';
import { at, callbacks, command, fact, scheduled, started } from '../../../../test/support/told-callbacks';

const claim = (agent: string, minute: number) => command({ type: 'ClaimCallback', agent }, minute);
const owned = scheduled();
const pooled = { ...owned, data: { ...owned.data, owner: null } };
const claimed = (agent: string, minute: number, previousOwner: string | null) =>
  fact('CallbackClaimed', minute, { ...CALLBACK_ABOUT, owner: agent, previousOwner });
const calling = started(61);

describe('ClaimCallback', () => {
  it('is for the owner at any time, and for anyone where there is none', () => {
    callbacks
      .given(owned)
      .when(claim('agent-1', 5))
      .then(claimed('agent-1', 5, 'agent-1'));
    callbacks
      .given(pooled)
      .when(claim('agent-2', 5))
      .then(claimed('agent-2', 5, null));
  });

  it('is for another agent only some time after the window has opened, for whom the owner then changes', () => {
    // The window opens at minute 60, and is the owner's for half an hour.
    const refusal = { owner: 'agent-1', anyoneFrom: new Date(at(90)).toISOString() };
    callbacks.given(owned).when(claim('agent-2', 89)).thenRefused('owner-first', refusal);
    callbacks
      .given(owned)
      .when(claim('agent-2', 90))
      .then(claimed('agent-2', 90, 'agent-1'));
    callbacks
      .given(owned, claimed('agent-2', 90, 'agent-1'))
      .when(claim('agent-1', 95))
      .then(claimed('agent-1', 95, 'agent-2'));
  });

  it('stays possible after the window was missed', () => {
    callbacks
      .given(owned)
      .when(claim('agent-2', 10_000))
      .then(claimed('agent-2', 10_000, 'agent-1'));
  });

  it('adds nothing where the agent has it', () => {
    callbacks
      .given(owned, claimed('agent-1', 5, 'agent-1'))
      .when(claim('agent-1', 90))
      .thenNothing();
  });

  it('is not for another while the agent is calling', () => {
    callbacks
      .given(owned, calling)
      .when(claim('agent-2', 95))
      .thenRefused('attempt-open', { agent: 'agent-1' });
    callbacks
      .given(owned, calling)
      .when(claim('agent-1', 95))
      .then(claimed('agent-1', 95, 'agent-1'));
  });
});

describe('TransferCallback', () => {
  const transfer = (team: string, owner: string | null, minute = 70) =>
    command({ type: 'TransferCallback', team, owner }, minute);
  const transferred = (team: string, owner: string | null, minute = 70) =>
    fact('CallbackTransferred', minute, {
      ...CALLBACK_ABOUT,
      ...{ team, owner, previousOwner: 'agent-1', previousTeam: 'front-desk' },
    });

  it('hands it to another agent, team or pool', () => {
    callbacks.given(owned).when(transfer('front-desk', 'agent-2')).then(transferred('front-desk', 'agent-2'));
    callbacks.given(owned).when(transfer('back-office', null)).then(transferred('back-office', null));
  });

  it('adds nothing where it is there', () => {
    callbacks.given(owned).when(transfer('front-desk', 'agent-1')).thenNothing();
  });

  it('lets the new owner take it up at once, and the old one no more', () => {
    const handedOn = callbacks.given(
      owned,
      claimed('agent-1', 5, 'agent-1'),
      transferred('back-office', 'agent-2'),
    );
    const about = { ...CALLBACK_ABOUT, team: 'back-office', owner: 'agent-2' };
    handedOn
      .when(claim('agent-2', 71))
      .then(fact('CallbackClaimed', 71, { ...about, previousOwner: 'agent-2' }));
    handedOn.when(claim('agent-1', 71)).thenRefused('owner-first');
  });
});
