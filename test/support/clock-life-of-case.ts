import { CASE_FACTS, type LifeStep } from '@redress/testing';
import { TICK, ticksOf, type Tried } from './random-cases';

type Without<Step, Key extends string> = Step extends unknown ? Omit<Step, Key> : never;

/** What nobody waits for once a case is closed. */
const CLOSED_WITH_THE_CASE = ['follow-up', 'extension', 'supervision', 'answer'];

/** What the orders that were done mean to the clocks, by the words of the domain alone. */
export function clockLifeOf(tried: readonly Tried[]): LifeStep[] {
  const teller = new ClockTeller();
  for (const one of tried) if (one.events.length > 0) teller.tell(one);
  return teller.life;
}

class ClockTeller {
  readonly life: LifeStep[] = [{ at: 0, does: 'start', priority: CASE_FACTS.priority }];
  #at = 0;
  #priority: number = CASE_FACTS.priority;
  #responded = false;
  /** The clock that more time was asked for. */
  #asked: { readonly clock: string; readonly within: string } | null = null;

  tell({ order, at, actor, before }: Tried): void {
    this.#at = at;
    const phase = before.subject?.phase;
    switch (order.type) {
      case 'ReprioritiseComplaint':
        this.#priority = order.priority;
        this.#add({ does: 'retarget', priority: this.#priority });
        return;
      case 'ReclassifyComplaint':
        this.#add({ does: 'retarget', priority: this.#priority });
        return;
      case 'RespondToComplaint':
        this.#respond();
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
      case 'ChaseComplaint':
      case 'SetSeverity':
      case 'LinkComplaint':
      case 'AcknowledgeComplaint':
      case 'AddNote':
      case 'ArchiveComplaint':
      case 'AppealComplaint':
        return;
    }
  }

  #add(step: Without<LifeStep, 'at'>): void {
    this.life.push({ at: this.#at, ...step });
  }

  #start(clock: string): void {
    this.#add({ does: 'start-clock', clock, priority: this.#priority });
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
    this.#stop('first-response');
    this.#stop('answer');
    this.#responded = true;
    if (this.#asked?.clock === 'first-response') this.#lapse();
  }

  #lapse(): void {
    this.#asked = null;
    this.#close(['extension']);
  }

  #resolve(phase: string | undefined, byHuman: boolean): void {
    this.#resume(phase);
    if (!this.#responded && byHuman) this.#respond();
    this.#stop('resolution');
    this.#stop('answer');
    this.#lapse();
    this.#start('follow-up');
  }

  #reopen(): void {
    this.#close(['follow-up']);
    this.#add({ does: 'start', priority: this.#priority });
    this.#responded = false;
  }
}
