import { useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { download } from '../figures/figure-file';
import { useWords } from '../i18n/use-words';
import { ProblemNote } from '../ui/problem-note';
import { flipFile, type WhatIfAnswer, type WhatIfQuestion } from './ask-what-if';

type State = 'idle' | 'fetching' | { readonly error: unknown };

/** Hands over all the flips that an answer counted. Takes as long as the answer did: who presses again gives it up. */
export function FlipFileButton({
  question,
  answer,
}: {
  readonly question: WhatIfQuestion;
  readonly answer: WhatIfAnswer;
}) {
  const { t } = useWords();
  const [state, setState] = useState<State>('idle');
  const current = useRef<AbortController>(undefined);
  useEffect(
    () => () => {
      current.current?.abort();
    },
    [],
  );
  const fetchFile = async () => {
    const controller = new AbortController();
    current.current = controller;
    setState('fetching');
    try {
      const { range, judgedBy } = answer;
      const days = [range.from, range.to].map((instant) => instant.slice(0, 10)).join('-');
      download(
        `what-if-${judgedBy.name ?? 'recorded'}-${days}.csv`,
        await flipFile(question, answer, controller.signal),
      );
      setState('idle');
    } catch (error) {
      if (current.current === controller) setState(controller.signal.aborted ? 'idle' : { error });
    }
  };
  return (
    <>
      <Button
        className="button small"
        onPress={() => {
          if (state === 'fetching') current.current?.abort();
          else void fetchFile();
        }}
      >
        {state === 'fetching' ? t('whatIf.stopFile') : t('whatIf.file')}
      </Button>
      {state === 'fetching' && (
        <span className="hint" role="status">
          {t('whatIf.fileComes')}
        </span>
      )}
      {typeof state === 'object' && <ProblemNote error={state.error} />}
    </>
  );
}
