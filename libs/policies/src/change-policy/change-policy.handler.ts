import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideAndAppend, EVENT_STORE, type EventStore } from '@redress/event-store';
import { CLOCK, type Clock } from '@redress/kernel';
import { learnCalendar } from '../calendar/published-calendars';
import { assertNamed, readSent } from '../document-file/unusable';
import { PolicyShelf } from '../document-lookup/shelves';
import type { Draft } from '../domain/versioned-document';
import { policyStream } from '../events';
import { policyDecider, type PolicyOrder } from '../sla-policy/policy-decider';
import { parsePolicy } from '../sla-policy/policy-file';
import { lifeOf, openDraft, type PolicyLife } from '../sla-policy/policy-life';
import type { SlaRules } from '../sla-policy/sla-rules';
import { withNewestCalendars } from '../sla-policy/with-newest-calendars';
import { ChangePolicy, type PolicyChange, type PolicyChanged } from './change-policy.command';

/** Once it returns, this process decides by it; the others do a second later. */
@CommandHandler(ChangePolicy)
export class ChangePolicyHandler implements ICommandHandler<ChangePolicy> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly shelf: PolicyShelf,
  ) {}

  async execute({ name, change, origin }: ChangePolicy): Promise<PolicyChanged> {
    const stream = policyStream(name);
    let before: PolicyLife | undefined;
    const decided = await decideAndAppend(this.store, {
      stream,
      partitionKey: stream,
      decider: policyDecider,
      command: async (history) => {
        before = lifeOf(history);
        return { ...(await this.#order(name, change, before)), now: this.clock.now() };
      },
      origin,
      stage: change.type === 'DraftPolicy' ? 'either' : 'existing',
    });
    await this.shelf.refresh(name);
    const after = before ?? lifeOf(await this.store.readStream(stream));
    return { ...decided, number: numberOf(change, decided.events[0]?.data, after) };
  }

  async #order(name: string, change: PolicyChange, life: PolicyLife): Promise<PolicyOrder> {
    switch (change.type) {
      case 'DraftPolicy':
        return { type: 'DraftPolicy', document: await this.#read(name, change.text) };
      case 'PublishDraft':
        return { ...change, rules: await this.#newest(openDraft(life)?.document) };
      case 'WithdrawPolicy':
        return change;
    }
  }

  async #read(name: string, text: string): Promise<Draft<SlaRules>> {
    const file = readSent('text', () => parsePolicy(text));
    assertNamed(name, file);
    for (const calendar of file.calendars) await learnCalendar(this.store, calendar);
    return readSent('text', () => file.draft());
  }

  async #newest(document: Draft<SlaRules> | undefined): Promise<SlaRules | undefined> {
    if (document === undefined) return undefined;
    const names = document.rules.flatMap(({ targets }) => targets.map(({ calendar }) => calendar.name));
    for (const name of new Set(names)) await learnCalendar(this.store, name);
    return withNewestCalendars(document);
  }
}

/** Of what was decided; where nothing was, of what had been there already. */
function numberOf(change: PolicyChange, decided: object | undefined, life: PolicyLife): number {
  const said = (decided ?? {}) as { readonly draft?: number; readonly version?: number };
  switch (change.type) {
    case 'DraftPolicy':
      return said.draft ?? life.draft?.draft ?? 0;
    case 'PublishDraft':
      return said.version ?? life.versions.find(({ draft }) => draft === change.draft)?.version ?? 0;
    case 'WithdrawPolicy':
      return change.version;
  }
}
