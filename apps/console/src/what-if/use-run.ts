import { useEffect, useRef, useState } from 'react';
import { serverNow } from '../api/use-live-clocks';
import { askWhatIf, type WhatIfAnswer, type WhatIfQuestion } from './ask-what-if';

/** How the last question stands. An answer stays on the screen while another one is on its way. */
export interface Run {
  readonly step: 'idle' | 'running' | 'done' | 'failed' | 'cancelled';
  readonly question?: WhatIfQuestion;
  /** When it was asked, in ms since 1970. */
  readonly since?: number;
  readonly answered?: { readonly question: WhatIfQuestion; readonly answer: WhatIfAnswer };
  readonly error?: unknown;
}

/** Asks one question at a time; whoever leaves the page leaves the question. */
export function useRun(): readonly [run: Run, ask: (question: WhatIfQuestion) => void, cancel: () => void] {
  const [run, setRun] = useState<Run>({ step: 'idle' });
  const current = useRef<AbortController>(undefined);
  useEffect(
    () => () => {
      current.current?.abort();
    },
    [],
  );
  const begin = async (question: WhatIfQuestion) => {
    const controller = new AbortController();
    current.current?.abort();
    current.current = controller;
    setRun(({ answered }) => ({
      step: 'running',
      question,
      since: serverNow(),
      ...(answered === undefined ? {} : { answered }),
    }));
    try {
      const answer = await askWhatIf(question, controller.signal);
      if (controller.signal.aborted) return;
      setRun({ step: 'done', question, answered: { question, answer } });
    } catch (error) {
      if (!controller.signal.aborted) setRun((before) => ({ ...before, step: 'failed', error }));
    }
  };
  return [
    run,
    (question) => void begin(question),
    () => {
      current.current?.abort();
      setRun((before) => ({ ...before, step: 'cancelled' }));
    },
  ];
}
