import type { Type } from '@nestjs/common';
import type { Command } from '@nestjs/cqrs';
import { ChangeCallback } from '@redress/callbacks';
import { ChangeCase, invalidField, type CaseChange } from '@redress/complaints';
import type { Decided } from '@redress/event-store';
import { whyOf } from '@redress/http';
import type { CommandOrigin, EpochMs } from '@redress/kernel';
import { caseNamedIn, type CaseNamed } from './case-named.dto';
import { FACT_BODIES, type Fact, type SpokenFact } from './fact-messages.dto';
import type { InboundMessage } from './inbound-message';
import type { Validated } from './validated';

/** What a fact is about. */
export interface AboutFact {
  readonly complaintId?: string;
  readonly callbackId?: string;
}

/** A fact in the words of the commands that HTTP has for it. */
export interface ToldFact {
  readonly about: AboutFact;
  command(origin: CommandOrigin, occurredAt: EpochMs | undefined): Command<Decided>;
}

type Reader = (message: InboundMessage, validated: Validated) => Promise<ToldFact>;

/** Fact → how it is read. */
export const TOLD_FACTS: Readonly<Record<Fact, Reader>> = {
  acknowledged: aboutCase(FACT_BODIES.acknowledged, ({ channel }) => ({
    type: 'AcknowledgeComplaint',
    channel,
  })),
  responded: aboutCase(FACT_BODIES.responded, (body) => ({ type: 'RespondToComplaint', ...channelOf(body) })),
  chased: aboutCase(FACT_BODIES.chased, (body) => ({ type: 'ChaseComplaint', ...channelOf(body) })),
  'wait-ended': aboutCase(FACT_BODIES['wait-ended'], () => ({ type: 'ResumeComplaint' })),
  'call-started': async (message, validated) => {
    const { callbackId, agent } = await validated(FACT_BODIES['call-started'], message.data);
    const change = { type: 'StartAttempt', agent } as const;
    return {
      about: { callbackId },
      command: (origin, at) => new ChangeCallback(callbackId, change, {}, origin, at),
    };
  },
  'call-ended': async (message, validated) => {
    const { callbackId, outcome, window } = await validated(FACT_BODIES['call-ended'], message.data);
    const change = { type: 'RecordOutcome', outcome, ...(window === undefined ? {} : { window }) } as const;
    return {
      about: { callbackId },
      command: (origin, at) => new ChangeCallback(callbackId, change, {}, origin, at),
    };
  },
};

function aboutCase<Body extends CaseNamed & { readonly reason?: string; readonly note?: string }>(
  Dto: Type<Body>,
  changeOf: (body: Body) => CaseChange,
): Reader {
  return async (message, validated) => {
    const body = await validated(Dto, message.data);
    const complaintId = caseNamedIn(body, message);
    if (complaintId === undefined)
      throw invalidField('case-missing', 'complaintId', 'is needed, or complaintMessage');
    const change = changeOf(body);
    return {
      about: { complaintId },
      command: (origin, at) => new ChangeCase(complaintId, change, whyOf(body), origin, at),
    };
  };
}

const channelOf = ({ channel }: SpokenFact) => (channel === undefined ? {} : { channel });
