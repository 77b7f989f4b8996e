import { queryOptions } from '@tanstack/react-query';
import { ask, send, tell } from '../api/client';
import type { CommandOutcome } from '../api/types';

/** So many clocks with another verdict are fetched to be looked at; all are counted, and stand in the file. */
export const LISTED_FLIPS = 1_000;

/** What to judge by: a text, or what was stored, with the versions of the calendars that it names. */
export type JudgedBy =
  | { readonly policyYaml: string }
  | { readonly policy: { readonly name: string; readonly version: number } }
  | { readonly draft: string };

/** As judged then, or by all that is known now. */
export const WHAT_IF_AS = ['judged', 'known'] as const;
export type WhatIfAs = (typeof WHAT_IF_AS)[number];

/** The range by ISO instants, its end not included. */
export type WhatIfQuestion = JudgedBy & {
  readonly as: WhatIfAs;
  readonly from: string;
  readonly to: string;
  readonly kind?: readonly string[];
};

export type WhatIfVerdict = 'met' | 'missed' | 'running' | 'none';
export type WhatIfCounts = Readonly<Record<WhatIfVerdict, number>>;

export interface ClockDifference {
  readonly clock: string;
  readonly recorded: WhatIfCounts;
  readonly wouldBe: WhatIfCounts;
  readonly flips: number;
}

export interface GroupDifference extends ClockDifference {
  readonly by: 'team' | 'priority';
  readonly group: string;
}

interface VerdictSide {
  readonly verdict: WhatIfVerdict;
  readonly dueAt: string | null;
}

/** A run of a clock with another verdict. */
export interface Flip {
  /** That of the case or the subject. */
  readonly kind: string;
  /** Null: a clock of the case itself. */
  readonly subjectId: string | null;
  /** Null: a subject that belongs to no case. */
  readonly complaintId: string | null;
  readonly reference: string | null;
  readonly registeredAt: string;
  readonly clock: string;
  readonly instance: number;
  readonly cycle: number;
  readonly team: string;
  readonly priority: number;
  readonly was: VerdictSide;
  readonly wouldBe: VerdictSide;
}

export interface WhatIfAnswer {
  readonly range: { readonly from: string; readonly to: string };
  readonly asOf: string;
  readonly judgedBy: { readonly name: string | null; readonly version: number | null };
  readonly as: WhatIfAs;
  /** How many of each kind. */
  readonly cases: Readonly<Record<string, number>>;
  readonly subjects: Readonly<Record<string, number>>;
  readonly clocks: readonly ClockDifference[];
  readonly groups: readonly GroupDifference[];
  readonly flips: { readonly total: number; readonly items: readonly Flip[] };
}

/** Asks; leaving by the signal ends the work on the server, too. Throws ApiProblem. */
export async function askWhatIf(question: WhatIfQuestion, signal: AbortSignal): Promise<WhatIfAnswer> {
  const asked = { ...question, groups: ['team', 'priority'], flips: LISTED_FLIPS };
  const answer = await post('/v1/what-if', asked, signal);
  return (await answer.json()) as WhatIfAnswer;
}

/** Fetches all the flips that an answer counted, as a file; likewise. Rejects where it breaks off. */
export async function flipFile(
  question: WhatIfQuestion,
  { asOf }: WhatIfAnswer,
  signal: AbortSignal,
): Promise<Blob> {
  const answer = await post('/v1/what-if/flips', { ...question, asOf }, signal);
  // The mark at its start tells spreadsheets that it is UTF-8.
  return new Blob(['\uFEFF', await answer.blob()], { type: 'text/csv;charset=utf-8' });
}

const post = (path: string, body: object, signal: AbortSignal): Promise<Response> =>
  send(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
    signal,
  });

export interface PolicySummary {
  readonly name: string;
  readonly inUse: boolean;
  readonly inForce: number | null;
  readonly draft: number | null;
}

export interface PolicyView extends PolicySummary {
  /** The oldest first. */
  readonly history: readonly { readonly version: number; readonly effectiveFrom: string }[];
}

const policyQuestion = <Answer>(path: string) =>
  queryOptions({
    queryKey: [`/v1/policies${path}`],
    queryFn: ({ signal }) => ask<Answer>(`/v1/policies${path}`, {}, signal),
    staleTime: 60_000,
  });

const id = encodeURIComponent;

export const policies = () => policyQuestion<readonly PolicySummary[]>('');
export const policyView = (name: string) => policyQuestion<PolicyView>(`/${id(name)}`);

/** The text of what is stored: a version, or the draft. */
export const storedText = (name: string, version: number | 'draft') =>
  policyQuestion<{ readonly yaml: string }>(
    version === 'draft' ? `/${id(name)}/draft` : `/${id(name)}/versions/${String(version)}`,
  );

/** Puts a text down as the draft of the policy that it names. Throws ApiProblem. */
export const saveDraft = async (
  name: string,
  text: string,
): Promise<CommandOutcome & { readonly draft: number }> =>
  (await tell(`/v1/policies/${id(name)}/drafts`, { text })) as CommandOutcome & { readonly draft: number };

/** The name that a text gives its policy; undefined where it gives none. */
export const nameIn = (text: string): string | undefined =>
  /^name:[ \t]*(["']?)([^\s"'#]+)\1/m.exec(text)?.[2];
