import { toIso, type EpochMs } from '@redress/kernel';
import type { DeskRow } from './servicenow-rows';

/** A request to the API on behalf of one case, and when what it tells happened. */
export interface ReplayCommand {
  readonly at: EpochMs;
  /** `register`, or the step's name in the path of the case. */
  readonly step: string;
  readonly body: Readonly<Record<string, unknown>>;
}

const CHANNEL: Readonly<Record<string, string>> = {
  phone: 'phone',
  email: 'email',
  ivr: 'ivr',
  'self service': 'web',
  'direct opening': 'visit',
};

/** The waiting state that stops clocks; every other state but New, Resolved and Closed is open. */
const WAITING = 'Awaiting User Info';

/** The team of work that no team has. */
const NOBODY = 'unassigned';

/** Translates the rows of one case, in file order, into the commands that a console would send. */
export function commandsOf(rows: readonly DeskRow[], asOf: EpochMs): ReplayCommand[] {
  const [first] = rows;
  if (first === undefined || first.openedAt > asOf) return [];
  const life = new CaseLife(first);
  for (const row of rows) if (row.updatedAt <= asOf) life.follow(row);
  return life.commands;
}

class CaseLife {
  readonly commands: ReplayCommand[] = [];
  #at: EpochMs;
  #phase: 'open' | 'waiting' | 'resolved' | 'closed' = 'open';
  #responded = false;
  #priority: number;
  #reassignments = 0;

  constructor(first: DeskRow) {
    this.#at = first.openedAt;
    this.#priority = first.priority;
    this.#send('register', {
      reference: first.number,
      kind: 'complaint',
      category: first.category === '?' ? 'unknown' : slug(first.category),
      channel: CHANNEL[first.contactType.toLowerCase()] ?? 'web',
      priority: first.priority,
      team: team(first.assignmentGroup),
      customer: { reference: `caller-${first.callerId ?? 'unknown'}` },
    });
  }

  follow(row: DeskRow): void {
    // A row earlier than the one before it counts at that one's time.
    this.#at = Math.max(this.#at, row.updatedAt);
    const ended = row.state === 'Resolved' || row.state === 'Closed';
    const staysClosed = this.#phase === 'closed' && ended;
    if (this.#phase === 'closed' && !ended) this.#reopen();
    // On a row that stays Closed a priority or transfer is ignored.
    if (!staysClosed) this.#reprioritise(row);
    if (!staysClosed) this.#transfer(row);
    this.#reassignments = Math.max(this.#reassignments, row.reassignmentCount);
    if (row.state === 'New' && !this.#responded) return;
    this.#respond();
    if (ended) this.#end(row);
    else this.#goOn(row.state === WAITING);
  }

  #reprioritise({ priority }: DeskRow): void {
    if (priority === this.#priority) return;
    this.#priority = priority;
    this.#send('reprioritise', { priority });
  }

  #transfer({ reassignmentCount, assignmentGroup, assignedTo }: DeskRow): void {
    if (reassignmentCount <= this.#reassignments) return;
    this.#send('transfer', {
      team: team(assignmentGroup),
      ...(assignedTo === null ? {} : { agent: assignedTo }),
    });
  }

  #respond(): void {
    if (this.#responded) return;
    this.#responded = true;
    this.#send('respond', {});
  }

  #end({ state, resolvedBy }: DeskRow): void {
    const wasOpen = this.#phase === 'open' || this.#phase === 'waiting';
    const by = wasOpen && resolvedBy !== null ? { resolvedBy } : {};
    if (state === 'Resolved' && wasOpen) {
      this.#phase = 'resolved';
      this.#send('resolve', by);
    } else if (state === 'Closed' && this.#phase !== 'closed') {
      this.#phase = 'closed';
      this.#send('close', by);
    }
  }

  #goOn(waits: boolean): void {
    if (this.#phase === 'resolved' || this.#phase === 'closed') this.#reopen();
    if (waits === (this.#phase === 'waiting')) return;
    this.#phase = waits ? 'waiting' : 'open';
    this.#send(waits ? 'wait' : 'resume', waits ? { waitsFor: 'customer' } : {});
  }

  #reopen(): void {
    this.#phase = 'open';
    this.#send('reopen', {});
  }

  #send(step: string, body: Readonly<Record<string, unknown>>): void {
    this.commands.push({ at: this.#at, step, body: { ...body, occurredAt: toIso(this.#at) } });
  }
}

const team = (group: string | null): string => (group === null ? NOBODY : group);

/** A category as the API takes it: lower case, words joined by hyphens. */
const slug = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-');
