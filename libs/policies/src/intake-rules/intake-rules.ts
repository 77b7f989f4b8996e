import type { PolicyRef } from '@redress/sla';
import type { Version } from '../domain/versioned-document';

/** Which signals become a case and a call. One published version; it never changes. */
export type IntakeRules = Version<IntakeRulesBody>;

/** What intake rules say beside their name and version. */
export interface IntakeRulesBody {
  /** The first that matches holds. */
  readonly rules: readonly IntakeRule[];
}

/** What a signal leads to. */
export interface IntakeRule {
  /** Each fact named must be one of the values given. Without any, it matches every signal. */
  readonly match: {
    readonly kind?: readonly string[];
    readonly severity?: readonly ('normal' | 'grave')[];
  };
  /** The case that is opened for each customer concerned. */
  readonly case: {
    readonly kind: string;
    readonly category: string;
    /** 1 is the most urgent, 5 the least. */
    readonly priority: number;
    /** Left out: no team has it yet. */
    readonly team?: string;
  };
  /**
   * Trouble that comes back within this time (ISO 8601 running time) after it was over is the same trouble: no further case. Left out: it
   * is new.
   */
  readonly sameWithin?: string;
  /** The call to them, if any: in a window counted from when the signal was seen, in ISO 8601 running time. */
  readonly call?: {
    readonly purpose: 'promise' | 'care';
    /** Left out: at once. */
    readonly opensAfter?: string;
    readonly within: string;
    /** Left out: phone. */
    readonly channel?: 'phone' | 'sms' | 'email' | 'chat';
  };
}

/** The rule that holds for a signal, and how events name it; undefined where none matches. */
export function ruleFor(
  rules: IntakeRules,
  signal: { readonly kind: string; readonly severity: 'normal' | 'grave' },
): { readonly rule: IntakeRule; readonly ref: PolicyRef } | undefined {
  const index = rules.rules.findIndex(
    ({ match: { kind, severity } }) =>
      (kind?.includes(signal.kind) ?? true) && (severity?.includes(signal.severity) ?? true),
  );
  const rule = rules.rules[index];
  if (rule === undefined) return undefined;
  return { rule, ref: { name: rules.name, version: rules.version, rule: index + 1 } };
}
