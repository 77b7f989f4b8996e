import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { furtherOrigin, isAnswer, type Automation } from '@redress/automation';
import { EVENT_STORE, type EventStore } from '@redress/event-store';
import { fromIso, type CommandOrigin, type RecordedEvent } from '@redress/kernel';
import { missedPublication, PolicyShelf, type PolicyPublished } from '@redress/policies';
import { ReadModel, sql, waitForAll } from '@redress/read-model';
import { ChangeSubject } from '../change-subject/change-subject.command';
import type { SubjectOpened } from '../events';
import { ReassessSubject } from '../reassess-subject/reassess-subject.command';
import { subjectClocks } from '../subject-clocks/subject-clocks.projection';

type Publication = Pick<PolicyPublished['data'], 'name' | 'version' | 'scope' | 'range'>;

/** How many subjects are read at a time. */
const PAGE = 200;

/**
 * Has a publication touch the subjects that its scope says, as `apply-publication` has it touch the cases. Whoever is killed begins again:
 * what was told to a subject already adds nothing. The rows only say which subjects to ask; one that was opened under the version before
 * while that came out is told when it is heard of.
 */
@Injectable()
export class ApplyToSubjects implements Automation {
  readonly name = 'apply-publication-to-subjects';
  readonly events = ['PolicyPublished', 'SubjectOpened'];

  constructor(
    private readonly bus: CommandBus,
    private readonly readModel: ReadModel,
    private readonly shelf: PolicyShelf,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  async react(event: RecordedEvent, origin: CommandOrigin): Promise<void> {
    if (event.type === 'SubjectOpened') await this.#catchUp(event as RecordedEvent<SubjectOpened>, origin);
    else await this.#tellAll(event as RecordedEvent<PolicyPublished>, origin);
  }

  async #catchUp(event: RecordedEvent<SubjectOpened>, origin: CommandOrigin): Promise<void> {
    const { subjectId, policy } = event.data;
    const publication = await missedPublication(policy, event, { shelf: this.shelf, store: this.store });
    if (publication !== undefined) await this.#tell(subjectId, publication, furtherOrigin(origin, subjectId));
  }

  async #tellAll({ data }: RecordedEvent<PolicyPublished>, origin: CommandOrigin): Promise<void> {
    if ((data.scope ?? 'prospective') === 'prospective') return;
    await waitForAll(this.readModel, subjectClocks.name);
    // Known before any subject is told.
    await this.shelf.refresh(data.name);
    for (let after = '', page = PAGE; page === PAGE;) {
      const ids = await this.#touched(data, after);
      for (const id of ids) await this.#tell(id, data, furtherOrigin(origin, id));
      after = ids.at(-1) ?? after;
      page = ids.length;
    }
  }

  async #touched({ name, version, scope, range }: Publication, after: string): Promise<readonly string[]> {
    const isTouched =
      scope === 'reassess' && range !== undefined
        ? sql`opened_at < ${fromIso(range.to)} AND changed_at >= ${fromIso(range.from)}`
        : sql`policy_version < ${version} AND NOT ended`;
    const { rows } = await sql<{ subject_id: string }>`
      SELECT subject_id FROM clocked_subjects
      WHERE policy_name = ${name} AND ${isTouched} AND subject_id > ${after}
      ORDER BY subject_id LIMIT ${PAGE}
    `.execute(this.readModel.query);
    return rows.map(({ subject_id }) => subject_id);
  }

  /** Throws what asks for another try; a refusal is an answer. */
  async #tell(
    subjectId: string,
    { name, version, scope, range }: Publication,
    origin: CommandOrigin,
  ): Promise<void> {
    const policy = { name, version };
    const command =
      scope === 'reassess' && range !== undefined
        ? new ReassessSubject(subjectId, policy, range, origin)
        : new ChangeSubject(subjectId, { type: 'AdoptSubjectPolicy', policy }, {}, origin);
    try {
      await this.bus.execute(command);
    } catch (error) {
      if (!isAnswer(error)) throw error;
    }
  }
}
