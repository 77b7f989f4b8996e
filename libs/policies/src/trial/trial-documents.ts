import type { EventStore } from '@redress/event-store';
import {
  addCalendar,
  findCalendar,
  forgetCalendar,
  type Calendar,
  type CalendarRef,
  type Policy,
} from '@redress/sla';
import { buildCalendar, type CalendarDefinition } from '@redress/sla/build-calendar';
import { parseCalendar, readCalendarFile } from '../calendar/calendar-file';
import { learnCalendar } from '../calendar/published-calendars';
import { PolicyFileError } from '../document-file/policy-file-error';
import { policyStream } from '../events';
import { calendarFile } from '../publish-at-start/document-files';
import { parsePolicy } from '../sla-policy/policy-file';
import { lifeOf, openDraft } from '../sla-policy/policy-life';

/** The texts of documents that are to be tried out. */
export interface TrialTexts {
  /** A policy, as YAML. */
  readonly policy?: string;
  /** Or the policy whose draft it is that was stored and not published yet. */
  readonly draftOf?: string;
  /** Calendars, as YAML: each stands in for all versions of the calendar of its name. */
  readonly calendars?: readonly string[];
}

/** The version that a policy has which is only tried out; published ones count from 1. */
export const TRIAL_VERSION = 0;

let trials = 0;

/**
 * Documents that are only tried out: nobody publishes them, and nobody else meets them. Whoever opened them closes them, for what they
 * bring along is known to the algebra until then.
 */
export class TrialDocuments {
  readonly #calendars = new Map<string, Calendar>();
  /** No calendar of this process has such a name, and no policy can name it. */
  readonly #mark = `(trial ${String(++trials)})`;
  #policy: Policy | undefined;

  private constructor() {}

  /**
   * Reads the texts. A calendar that the policy names is that of the texts, else the newest that was published, else the one that is
   * shipped. Throws PolicyFileError, also where there is no such draft.
   */
  static async open(
    store: EventStore,
    { policy, draftOf, calendars = [] }: TrialTexts,
  ): Promise<TrialDocuments> {
    const documents = new TrialDocuments();
    try {
      calendars.forEach((text, index) => {
        documents.#tryOut(
          parseCalendar(text, calendars.length > 1 ? `calendar ${String(index + 1)}` : 'calendar'),
        );
      });
      if (policy !== undefined) await documents.#read(store, policy);
      if (draftOf !== undefined) await documents.#take(store, draftOf);
      return documents;
    } catch (error) {
      documents.close();
      throw error;
    }
  }

  /** The policy of the texts, if there is one. */
  get policy(): Policy | undefined {
    return this.#policy;
  }

  /** The names of the calendars that stand in for others. */
  get calendars(): readonly string[] {
    return [...this.#calendars.keys()];
  }

  /** A published policy with the calendars of the texts in place of its own. */
  under(policy: Policy): Policy {
    const isTouched = policy.rules.some(({ targets }) =>
      targets.some(({ calendar }) => this.#calendars.has(calendar.name)),
    );
    if (!isTouched) return policy;
    const standIn = (calendar: CalendarRef): CalendarRef =>
      refOf(this.#calendars.get(calendar.name) ?? calendar);
    return {
      ...policy,
      rules: policy.rules.map(({ match, targets }) => ({
        match,
        targets: targets.map((target) => ({ ...target, calendar: standIn(target.calendar) })),
      })),
    };
  }

  close(): void {
    for (const calendar of this.#calendars.values()) forgetCalendar(calendar);
    this.#calendars.clear();
  }

  async #read(store: EventStore, text: string): Promise<void> {
    const file = parsePolicy(text);
    for (const name of file.calendars) {
      if (this.#calendars.has(name)) continue;
      await learnCalendar(store, name);
      const shipped = findCalendar(name) === undefined ? calendarFile(name) : undefined;
      if (shipped !== undefined) this.#tryOut(readCalendarFile(shipped));
    }
    const draft = file.draft((calendar) => this.#calendars.get(calendar));
    this.#policy = { ...draft, version: TRIAL_VERSION, effectiveFrom: -Infinity };
  }

  async #take(store: EventStore, name: string): Promise<void> {
    const open = openDraft(lifeOf(await store.readStream(policyStream(name))));
    if (open === undefined)
      throw new PolicyFileError(`policy ${name} has no draft that waits to be published`);
    this.#policy = this.under({ ...open.document, version: TRIAL_VERSION, effectiveFrom: -Infinity });
  }

  #tryOut(definition: CalendarDefinition): void {
    const name = `${definition.name} ${this.#mark}`;
    this.#calendars.set(definition.name, addCalendar(buildCalendar({ ...definition, name }, TRIAL_VERSION)));
  }
}

const refOf = ({ name, version }: CalendarRef): CalendarRef => ({ name, version });
