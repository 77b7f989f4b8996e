import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { furtherOrigin, isAnswer, type Automation } from '@redress/automation';
import type { VerdictReassessed } from '@redress/clocks';
import { EVENT_STORE, type Decided, type EventStore } from '@redress/event-store';
import {
  CLOCK,
  DomainError,
  type Clock,
  type CommandOrigin,
  type EpochMs,
  type RecordedEvent,
} from '@redress/kernel';
import {
  FRESH_MS,
  PolicyShelf,
  progressOf,
  RecordProgress,
  type PolicyPublished,
  type PublicationProgressed,
} from '@redress/policies';
import { ReadModel } from '@redress/read-model';
import { cases } from '../case-view/cases.projection';
import { ChangeCase } from '../change-case/change-case.command';
import { ReassessVerdicts } from '../reassess-verdicts/reassess-verdicts.command';
import { countTouched, nextTouched, type TouchingPublication } from './touched-cases';
import { addVerdicts } from './verdict-changes';

type Progress = PublicationProgressed['data'];

/** How many cases a step takes: a step is what is done again after a crash, and a shutdown waits for it. */
const CASES_A_STEP = 100;

/** How many of them at the same time. */
const SIDE_BY_SIDE = 8;

/**
 * How long after a publication, in ms, some process may still register cases under the version before: twice what its knowledge may be old,
 * for it takes a moment from the decision to the log.
 */
const SETTLED_MS = 2 * FRESH_MS;

/** How long a step waits for that, and for the rows, in ms of machine time, before it is tried again. */
const PATIENCE_MS = 10_000;

/**
 * Has a publication touch the cases that its scope says, step by step: each step is recorded, and leads to the next one. Whoever is killed goes
 * on with the step in hand; what it has told cases already is known there by its id, and adds nothing.
 *
 * The rows only say which cases to ask: the case decides on its own stream.
 */
@Injectable()
export class ApplyPublication implements Automation {
  readonly name = 'apply-publication';
  readonly events = ['PolicyPublished', 'PublicationProgressed'];

  constructor(
    private readonly bus: CommandBus,
    private readonly readModel: ReadModel,
    private readonly shelf: PolicyShelf,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async react(event: RecordedEvent, origin: CommandOrigin): Promise<void> {
    if (event.type === 'PolicyPublished') await this.#begin(event as RecordedEvent<PolicyPublished>, origin);
    else await this.#goOn(event as RecordedEvent<PublicationProgressed>, origin);
  }

  async #begin(event: RecordedEvent<PolicyPublished>, origin: CommandOrigin): Promise<void> {
    const { name, version, scope = 'prospective' } = event.data;
    if (scope === 'prospective') return;
    if ((await progressOf(this.store, { name, version })).length > 0) return;
    await this.#allShown(event.recordedAt);
    const total = await countTouched(this.readModel, event.data);
    const state = total === 0 ? 'done' : 'running';
    const begun: Progress = { name, version, state, total, done: 0, changed: 0, lastCaseId: null };
    await this.bus.execute(new RecordProgress(begun, undefined, origin));
  }

  async #goOn({ data }: RecordedEvent<PublicationProgressed>, origin: CommandOrigin): Promise<void> {
    if (data.state !== 'running') return;
    const last = (await progressOf(this.store, data)).at(-1)?.data;
    if (last === undefined || last.done !== data.done || last.state !== 'running') return;
    const versions = await this.shelf.refresh(data.name);
    const publication = versions.find(({ version }) => version === data.version);
    if (publication === undefined) throw new Error(`${data.name} has no version ${String(data.version)}`);
    const isOver = publication.withdrawnAt !== undefined;
    const next = isOver ? stopped(last) : await this.#step(publication, last, origin);
    await this.bus.execute(new RecordProgress(next, last.done, furtherOrigin(origin, 'progress')));
  }

  /** Looks at the next cases, and says how far that is. */
  async #step(publication: TouchingPublication, last: Progress, origin: CommandOrigin): Promise<Progress> {
    const page = { after: last.lastCaseId, limit: CASES_A_STEP };
    const ids = await nextTouched(this.readModel, publication, page);
    const told: Decided[] = [];
    for (let at = 0; at < ids.length; at += SIDE_BY_SIDE) {
      const some = ids.slice(at, at + SIDE_BY_SIDE).map((id) => this.#tell(id, publication, origin));
      told.push(...(await Promise.all(some)).filter((decided) => decided !== undefined));
    }
    const done = last.done + ids.length;
    const reassessed = told.flatMap(({ events }) => events).filter(isReassessed);
    return {
      ...last,
      state: ids.length < CASES_A_STEP ? 'done' : 'running',
      // Cases may have come under the version before until it had settled.
      total: Math.max(last.total, done),
      done,
      changed: last.changed + told.filter(({ events }) => events.length > 0).length,
      lastCaseId: ids.at(-1) ?? last.lastCaseId,
      ...(publication.scope === 'reassess'
        ? {
            verdicts: addVerdicts(
              last.verdicts ?? [],
              reassessed.map(({ data }) => data),
            ),
          }
        : {}),
    };
  }

  /** What a case made of it; undefined where it refused. Throws what asks for another try. */
  async #tell(
    complaintId: string,
    { name, version, scope, range }: TouchingPublication,
    origin: CommandOrigin,
  ): Promise<Decided | undefined> {
    const own = furtherOrigin(origin, complaintId);
    const policy = { name, version };
    const command =
      scope === 'reassess' && range !== undefined
        ? new ReassessVerdicts(complaintId, policy, range, own)
        : new ChangeCase(complaintId, { type: 'AdoptPolicy', policy }, {}, own);
    try {
      return await this.bus.execute<typeof command, Decided>(command);
    } catch (error) {
      if (isAnswer(error)) return undefined;
      throw error;
    }
  }

  /**
   * Waits until nobody registers under the version before any more, and the rows show all cases of until then. Throws DomainError `unavailable`
   * where that takes too long.
   */
  async #allShown(publishedAt: EpochMs): Promise<void> {
    const giveUpAt = performance.now() + PATIENCE_MS;
    for (;;) {
      const settledSince = this.clock.now() - publishedAt - SETTLED_MS;
      if ((this.readModel.freshness(cases.name) ?? Infinity) <= settledSince) return;
      if (performance.now() > giveUpAt) {
        throw new DomainError('unavailable', 'unavailable', 'The rows of the cases are behind.');
      }
      await pause(50);
    }
  }
}

const stopped = (last: Progress): Progress => ({ ...last, state: 'stopped' });

const isReassessed = (event: Decided['events'][number]): event is Pick<VerdictReassessed, 'type' | 'data'> =>
  event.type === 'VerdictReassessed';
