import { CASE_FACTS, type LifeStep } from '@redress/testing';
import { TICK, ticksOf, type Tried } from './random-cases';

type Without<Step, Key extends string> = Step extends unknown ? Omit<Step, Key> : never;

/** What nobody waits for once a case is closed. */
const CLOSED_WITH_THE_CASE = ['follow-up', 'extension', 'supervision', 'answer', 'acknowledgement'];

/** What the orders that were done mean to the clocks, by the words of the domain alone. */
export function clockLifeOf(tried: readonly Tried[]): LifeStep[] {
  const teller = new ClockTeller();
  for (const one of tried) if (one.events.length > 0) teller.tell(one);
  return teller.life;
}

class ClockTeller {
  readonly life: LifeStep[] = [];
  #at = 0;
  #priority: number = CASE_FACTS.priority;
  #responded = false;
  #acknowledged = false;
  #toldAt = 0;
  #spokenAt: number | null = null;
  /** The clock that more time was asked for. */
  #asked: { readonly clock: string; readonly within: string } | null = null;

  constructor() {
    this.#begin();
  }

  tell({ order, at, actor, before }: Tried): void {
    this.#at = at;
    const phase = before.subject?.phase;
    const isOpen = phase === 'open' || phase === 'waiting';
    switch (order.type) {
      case 'ReprioritiseComplaint':
        this.#priority = order.priority;
        this.#retarget(isOpen);
        return;
      case 'ReclassifyComplaint':
        this.#retarget(isOpen);
        return;
      case 'AcknowledgeComplaint':
        this.#stop('acknowledgement');
        this.#acknowledged = true;
        return;
      case 'ChaseComplaint':
        if (!isOpen) return;
        this.#spokenAt ??= at;
        this.#start('next-response', { unlessGoing: true });
        return;
      case 'RespondToComplaint':
        this.#respond();
        if (isOpen) this.#start('update');
        return;
      case 'PromiseAnswer':
        this.#close(['answer']);
        this.#promise('answer', order.answerBy / TICK - at);
        return;
      case 'StartWaiting':
        this.#resume(phase);
        this.#add({ does: 'pause', reason: order.waitsFor });
        return;
      case 'ResumeComplaint':
        this.#resume(phase);
        return;
      case 'OrderSupervision':
        if (order.within === undefined) this.#start('supervision');
        else this.#promise('supervision', ticksOf(order.within));
        return;
      case 'AnswerSupervision':
        this.#stop('supervision');
        return;
      case 'RequestExtension':
        this.#asked = order;
        this.#start('extension');
        return;
      case 'GrantExtension':
        if (this.#asked !== null) {
          const { clock, within } = this.#asked;
          this.#add({ does: 'extend', clock, ticks: ticksOf(within) });
        }
        this.#decide();
        return;
      case 'RefuseExtension':
        this.#decide();
        return;
      case 'ResolveComplaint':
        this.#resolve(phase, actor.kind !== 'system');
        return;
      case 'CloseComplaint':
        if (phase !== 'resolved') this.#resolve(phase, actor.kind !== 'system');
        this.#close(CLOSED_WITH_THE_CASE);
        return;
      case 'FollowUpComplaint':
        if (order.outcome === 'unreachable') this.#close(['follow-up']);
        else this.#stop('follow-up');
        if (order.outcome === 'dissatisfied') this.#reopen();
        else if (order.close && phase === 'resolved') this.#close(CLOSED_WITH_THE_CASE);
        return;
      case 'ReopenComplaint':
        this.#reopen();
        return;
      case 'DecideAppeal':
        if (order.upheld && phase !== 'open' && phase !== 'waiting') this.#reopen();
        return;
      case 'RefuseComplaint':
      case 'WithdrawComplaint':
      case 'MergeComplaint':
        this.#resume(phase);
        this.#asked = null;
        this.#add({ does: 'close' });
        return;
      case 'AcceptComplaint':
      case 'AssignComplaint':
      case 'ClaimComplaint':
      case 'TransferComplaint':
      case 'ReturnComplaint':
      case 'EscalateComplaint':
      case 'SetSeverity':
      case 'LinkComplaint':
      case 'SplitComplaint':
      case 'AddNote':
      case 'ArchiveComplaint':
      case 'AppealComplaint':
      case 'ApproveWait':
      case 'RefuseWait':
        return;
    }
  }

  #add(step: Without<LifeStep, 'at'>): void {
    this.life.push({ at: this.#at, ...step });
  }

  #start(clock: string, more: { readonly since?: number; readonly unlessGoing?: true } = {}): void {
    this.#add({ does: 'start-clock', clock, priority: this.#priority, ...more });
  }

  /** A cycle begins: its clocks start, the total resolution as if at the registration, and the customer is to be told how it stands. */
  #begin(): void {
    const isFirst = this.life.length === 0;
    this.#add({ does: 'start', priority: this.#priority });
    if (isFirst) this.#start('acknowledgement');
    this.#start('total-resolution', { since: 0 });
    this.#start('update');
    [this.#responded, this.#toldAt] = [false, this.#at];
    if (!isFirst) this.#acknowledged = true;
  }

  #retarget(isOpen: boolean): void {
    const owed = {
      ...(this.#acknowledged || this.#responded ? {} : { acknowledgement: 0 }),
      ...(isOpen ? { 'total-resolution': 0, update: this.#toldAt } : {}),
      ...(this.#spokenAt === null ? {} : { 'next-response': this.#spokenAt }),
    };
    this.#add({ does: 'retarget', priority: this.#priority, owed });
  }

  #promise(clock: string, ticks: number): void {
    this.#add({ does: 'start-promised', target: { clock, ticks, marks: [80], pausedBy: [] } });
  }

  #stop(clock: string): void {
    this.#add({ does: 'stop', clock });
  }

  #close(clocks: readonly string[]): void {
    this.#add({ does: 'close', clocks });
  }

  #resume(phase: string | undefined): void {
    if (phase === 'waiting') this.#add({ does: 'resume' });
  }

  #decide(): void {
    this.#asked = null;
    this.#stop('extension');
  }

  #respond(): void {
    for (const clock of ['first-response', 'answer', 'acknowledgement', 'next-response', 'update']) {
      this.#stop(clock);
    }
    [this.#responded, this.#toldAt, this.#spokenAt] = [true, this.#at, null];
    if (this.#asked?.clock === 'first-response') this.#lapse();
  }

  #lapse(): void {
    this.#asked = null;
    this.#close(['extension']);
  }

  #resolve(phase: string | undefined, byHuman: boolean): void {
    this.#resume(phase);
    if (!this.#responded && byHuman) {
      this.#respond();
      this.#start('update');
    }
    for (const clock of ['resolution', 'answer', 'total-resolution', 'next-response']) this.#stop(clock);
    this.#spokenAt = null;
    this.#close(['update']);
    this.#lapse();
    this.#start('follow-up');
  }

  #reopen(): void {
    this.#close(['follow-up']);
    this.#begin();
  }
}
