import { SYSTEM_ACTOR } from '@redress/kernel';
import { AGENT, LEADER, SUPERVISOR, told, type Step } from '../../../../test/support/case-decisions';

// The resolution is due after 4 hours, the first response after 1.
const ask = (within = 'PT6H', clock: 'first-response' | 'resolution' = 'resolution') =>
  ({ type: 'RequestExtension', clock, within, reason: 'evidence' }) as const;
const grant = { type: 'GrantExtension' } as const;
const refuse = { type: 'RefuseExtension', reason: 'promised' } as const;
const asked: Step = [10, ask()];

describe('RequestExtension', () => {
  it('is on record, with who asked for what, and its own clock runs', () => {
    expect(told().factsAfter(...asked)).toEqual(['ExtensionRequested']);
    expect(told().clocksAfter(...asked)).toEqual(['ClockStarted extension PT30M']);
  });

  it('comes before the clock is due', () => {
    expect(told().factsAfter(239, ask())).toEqual(['ExtensionRequested']);
    expect(told().refusalOf(240, ask())).toBe('extension-too-late');
    expect(told().refusalOf(300, ask())).toBe('extension-too-late');
  });

  it('is for a clock that waits for its stop', () => {
    const answered = told([1, { type: 'RespondToComplaint' }]);
    expect(answered.refusalOf(2, ask('PT9H', 'first-response'))).toBe('clock-not-running');
    const withoutTargets = told([1, { type: 'ReprioritiseComplaint', priority: 2 }]);
    expect(withoutTargets.refusalOf(2, ask())).toBe('clock-not-running');
  });

  it('asks for more than there is, while a pause hides the due time, too', () => {
    expect(told().refusalOf(10, ask('PT4H'))).toBe('extension-not-longer');
    expect(told().factsAfter(10, ask('PT4H1S'))).toEqual(['ExtensionRequested']);
    const waiting: Step = [5, { type: 'StartWaiting', waitsFor: 'customer' }];
    expect(told(waiting).refusalOf(10, ask('PT4H'))).toBe('extension-not-longer');
    expect(told(waiting).factsAfter(600, ask('PT4H1S'))).toEqual(['ExtensionRequested']);
  });

  it('counts from what was granted before, until the policy sets the target anew', () => {
    const granted = [asked, [11, grant, LEADER]] as const;
    expect(told(...granted).refusalOf(12, ask('PT6H'))).toBe('extension-not-longer');
    expect(told(...granted).factsAfter(12, ask('PT7H'))).toEqual(['ExtensionRequested']);
    const sooner: Step = [12, { type: 'ReprioritiseComplaint', priority: 1 }];
    expect(told(...granted, sooner).factsAfter(13, ask('PT3H'))).toEqual(['ExtensionRequested']);
  });

  it('is no length of time that nobody can read', () => {
    expect(told().refusalOf(10, ask('tomorrow'))).toBe('duration-malformed');
  });

  it('waits for a decision once at a time', () => {
    expect(told(asked).refusalOf(11, ask('PT9H', 'first-response'))).toBe('extension-pending');
  });
});

describe('GrantExtension', () => {
  it('gives the clock its new target', () => {
    expect(told(asked).factsAfter(11, grant, LEADER)).toEqual(['ExtensionGranted']);
    expect(told(asked).clocksAfter(11, grant, LEADER)).toEqual([
      'ClockExtended resolution PT6H',
      'ClockStopped extension met',
    ]);
  });

  it('gives nothing to a clock of an earlier cycle that nobody has stopped', () => {
    const story = told(
      [70, { type: 'ResolveComplaint', resolvedBy: null }, SYSTEM_ACTOR],
      [71, { type: 'ReopenComplaint' }],
      [72, ask('PT2H', 'first-response')],
    );
    expect(story.clocksAfter(73, grant, LEADER)).toEqual([
      'ClockExtended first-response PT2H',
      'ClockStopped extension met',
    ]);
  });

  it('is for another person than the one who asked', () => {
    expect(told(asked).refusalOf(11, grant, AGENT)).toBe('own-request');
    expect(told([10, ask(), SUPERVISOR]).refusalOf(11, grant, SUPERVISOR)).toBe('own-request');
  });

  it('comes too late once the clock is due', () => {
    expect(told(asked).factsAfter(239, grant, LEADER)).toEqual(['ExtensionGranted']);
    expect(told(asked).refusalOf(240, grant, LEADER)).toBe('extension-too-late');
  });

  it('gives nothing where the target has grown meanwhile, or is gone', () => {
    const urgent = told(
      [1, { type: 'ReprioritiseComplaint', priority: 1 }],
      [2, ask('PT3H')],
      [3, { type: 'ReprioritiseComplaint', priority: 3 }],
    );
    expect(urgent.refusalOf(4, grant, LEADER)).toBe('extension-not-longer');
    const withoutTargets = told(asked, [11, { type: 'ReprioritiseComplaint', priority: 2 }]);
    expect(withoutTargets.refusalOf(12, grant, LEADER)).toBe('clock-not-running');
  });

  it('decides once', () => {
    expect(told().refusalOf(11, grant, LEADER)).toBe('no-extension');
    expect(told(asked, [11, grant, LEADER]).refusalOf(12, grant, LEADER)).toBe('no-extension');
    expect(told(asked, [11, grant, LEADER]).refusalOf(12, refuse, LEADER)).toBe('no-extension');
  });
});

describe('RefuseExtension', () => {
  it('leaves the clock as it is', () => {
    expect(told(asked).factsAfter(11, refuse, LEADER)).toEqual(['ExtensionRefused']);
    expect(told(asked).clocksAfter(11, refuse, LEADER)).toEqual(['ClockStopped extension met']);
  });

  it('is for another person, and never too late', () => {
    expect(told(asked).refusalOf(11, refuse, AGENT)).toBe('own-request');
    expect(told(asked).factsAfter(300, refuse, LEADER)).toEqual(['ExtensionRefused']);
  });

  it('lets more be asked for again', () => {
    expect(told(asked, [11, refuse, LEADER]).factsAfter(12, ask())).toEqual(['ExtensionRequested']);
  });
});

describe('an extension that nobody has decided', () => {
  it('lapses when its clock stops', () => {
    const forResponse: Step = [10, ask('PT2H', 'first-response')];
    const response = { type: 'RespondToComplaint' } as const;
    expect(told(forResponse).clocksAfter(11, response)).toEqual([
      'ClockStopped first-response met',
      'ClockClosed extension cancelled',
    ]);
    expect(told(forResponse, [11, response]).refusalOf(12, grant, LEADER)).toBe('no-extension');
    // The other one is still asked for.
    expect(told(asked).clocksAfter(11, response)).toEqual(['ClockStopped first-response met']);
    expect(told(asked, [11, response]).factsAfter(12, grant, LEADER)).toEqual(['ExtensionGranted']);
  });

  it('lapses when the case is resolved, whichever clock it was for', () => {
    const resolve = { type: 'ResolveComplaint', resolvedBy: null } as const;
    for (const clock of ['first-response', 'resolution'] as const)
      expect(told([10, ask('PT9H', clock)]).clocksAfter(11, resolve, SYSTEM_ACTOR)).toContain(
        'ClockClosed extension cancelled',
      );
    const reopened = told([10, ask()], [11, resolve], [12, { type: 'ReopenComplaint' }]);
    expect(reopened.refusalOf(13, grant, LEADER)).toBe('no-extension');
    expect(reopened.factsAfter(13, ask())).toEqual(['ExtensionRequested']);
  });
});
