import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  policies,
  policyView,
  storedText,
  type JudgedBy,
  type PolicySummary,
  type PolicyView,
} from './ask-what-if';

/** Where a text comes from: a version, a draft, or a file of the reader's. */
export type Start = number | 'draft' | 'file';

interface OpenedFile {
  readonly name: string;
  readonly text: string;
}

/** The text that is edited, and what it was before. */
export interface PolicyText {
  readonly known: readonly PolicySummary[];
  /** Which policy is chosen; undefined until one is known. */
  readonly name: string | undefined;
  /** That policy, once it has come. */
  readonly policy: PolicyView | undefined;
  readonly start: Start | undefined;
  readonly file: OpenedFile | undefined;
  readonly text: string;
  readonly isChanged: boolean;
  readonly isLoading: boolean;
  readonly error: Error | null;
  /** The text as it stands, or, where nobody has changed it, what is stored. */
  readonly judgedBy: JudgedBy;
  readonly choosePolicy: (name: string) => void;
  readonly chooseStart: (start: Start) => void;
  readonly open: (file: OpenedFile) => void;
  readonly edit: (text: string) => void;
  readonly revert: () => void;
}

/** Begins with the policy that new cases fall under. What was changed stays while another text is looked at. */
export function usePolicyText(): PolicyText {
  const [chosenName, setName] = useState<string>();
  const [chosenStart, setStart] = useState<Start>();
  const [file, setFile] = useState<OpenedFile>();
  const [edits, setEdits] = useState<Readonly<Record<string, string>>>({});

  const list = useQuery(policies());
  const known = list.data ?? [];
  const name = chosenName ?? (known.find(({ inUse }) => inUse) ?? known[0])?.name;
  const view = useQuery({ ...policyView(name ?? ''), enabled: name !== undefined });
  const policy = view.data;
  const start =
    chosenStart ?? policy?.inForce ?? policy?.history.at(-1)?.version ?? (policy && ('draft' as const));
  const isStored = start !== undefined && start !== 'file';
  const stored = useQuery({
    ...storedText(name ?? '', isStored ? start : 'draft'),
    enabled: name !== undefined && isStored,
  });

  const original = start === 'file' ? file?.text : stored.data?.yaml;
  const key = start === 'file' ? 'file' : `${name ?? ''} ${String(start)}`;
  const text = edits[key] ?? original ?? '';
  const isChanged = text !== (original ?? '');
  const forget = (one: string) => {
    setEdits(({ [one]: _, ...others }) => others);
  };
  const judgedBy = (): JudgedBy => {
    if (isChanged || name === undefined || !isStored) return { policyYaml: text };
    return start === 'draft' ? { draft: name } : { policy: { name, version: start } };
  };
  return {
    known,
    name,
    policy,
    start,
    file,
    text,
    isChanged,
    isLoading: original === undefined && (list.isFetching || view.isFetching || stored.isFetching),
    error: list.error ?? view.error ?? (isStored ? stored.error : null),
    judgedBy: judgedBy(),
    choosePolicy: (next) => {
      setName(next);
      setStart(undefined);
    },
    chooseStart: setStart,
    open: (opened) => {
      setFile(opened);
      forget('file');
      setStart('file');
    },
    edit: (next) => {
      setEdits((before) => ({ ...before, [key]: next }));
    },
    revert: () => {
      forget(key);
    },
  };
}
