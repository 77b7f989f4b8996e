import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { furtherOrigin, isAnswer, type Automation } from '@redress/automation';
import type { VerdictReassessed } from '@redress/clocks';
import { EVENT_STORE, type Decided, type EventStore } from '@redress/event-store';
import type { CommandOrigin, RecordedEvent } from '@redress/kernel';
import {
  missedPublication,
  PolicyShelf,
  progressOf,
  RecordProgress,
  type PolicyPublished,
  type PublicationProgressed,
} from '@redress/policies';
import { ReadModel, waitForAll } from '@redress/read-model';
import { cases } from '../case-view/cases.projection';
import { ChangeCase } from '../change-case/change-case.command';
import type { ComplaintRegistered } from '../events';
import { ReassessVerdicts } from '../reassess-verdicts/reassess-verdicts.command';
import { countTouched, nextTouched, type TouchingPublication } from './touched-cases';
import { addVerdicts } from './verdict-changes';

type Progress = PublicationProgressed['data'];

/** How many cases a step takes: a step is what is done again after a crash, and a shutdown waits for it. */
const CASES_A_STEP = 100;

/** How many of them at the same time. */
const SIDE_BY_SIDE = 8;

/**
 * Has a publication touch the cases that its scope says, step by step: each step is recorded, and leads to the next one. Whoever is killed
 * goes on with the step in hand; what it has told cases already is known there by its id, and adds nothing.
 *
 * What stands on the log before the publication is in the rows by then. Some process may still have decided to register a case under the
 * version before, and its append may have taken any time: such a case is told when it is heard of.
 *
 * The rows only say which cases to ask: the case decides on its own stream.
 */
@Injectable()
export class ApplyPublication implements Automation {
  readonly name = 'apply-publication';
  readonly events = ['PolicyPublished', 'PublicationProgressed', 'ComplaintRegistered'];

  constructor(
    private readonly bus: CommandBus,
    private readonly readModel: ReadModel,
    private readonly shelf: PolicyShelf,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  async react(event: RecordedEvent, origin: CommandOrigin): Promise<void> {
    if (event.type === 'PolicyPublished') await this.#begin(event as RecordedEvent<PolicyPublished>, origin);
    else if (event.type === 'ComplaintRegistered')
      await this.#catchUp(event as RecordedEvent<ComplaintRegistered>, origin);
    else await this.#goOn(event as RecordedEvent<PublicationProgressed>, origin);
  }

  async #begin(event: RecordedEvent<PolicyPublished>, origin: CommandOrigin): Promise<void> {
    const { name, version, scope = 'prospective' } = event.data;
    if (scope === 'prospective') return;
    if ((await progressOf(this.store, { name, version })).length > 0) return;
    await waitForAll(this.readModel, cases.name);
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
      // Some may have come under the version before since they were counted.
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

  /** A case that fell under a version for which the publication of another for open cases stood on the log already. */
  async #catchUp(event: RecordedEvent<ComplaintRegistered>, origin: CommandOrigin): Promise<void> {
    const publication = await missedPublication(event.data.policy, event, {
      shelf: this.shelf,
      store: this.store,
    });
    if (publication !== undefined) await this.#tell(event.partitionKey, publication, origin);
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
}

const stopped = (last: Progress): Progress => ({ ...last, state: 'stopped' });

const isReassessed = (event: Decided['events'][number]): event is Pick<VerdictReassessed, 'type' | 'data'> =>
  event.type === 'VerdictReassessed';
