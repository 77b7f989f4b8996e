import { useId, useRef } from 'react';
import { Button } from 'react-aria-components/Button';
import type { ProblemPlace } from '../api/problem';
import { useWords } from '../i18n/use-words';

/** A text with the numbers of its lines, and what is wrong at which. */
export function YamlEditor({
  text,
  problems,
  isInPlace,
  onChange,
}: {
  readonly text: string;
  readonly problems: readonly ProblemPlace[];
  /** Whether the lines of the problems are still those of the text. */
  readonly isInPlace: boolean;
  readonly onChange: (text: string) => void;
}) {
  const { t } = useWords();
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const gutter = useRef<HTMLDivElement>(null);
  const lines = text.split('\n');
  const wrong = new Set(isInPlace ? problems.map(({ line }) => line) : []);
  const goTo = (line: number) => {
    const from = lines.slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, 0);
    const found = area.current;
    if (found === null) return;
    found.focus();
    found.setSelectionRange(from, from + (lines[line - 1]?.length ?? 0));
    found.scrollTop = (found.scrollHeight / lines.length) * (line - 4);
  };
  return (
    <div className="yaml">
      <div className="yaml-editor">
        <div className="yaml-lines" aria-hidden="true" ref={gutter}>
          {lines.map((_, n) => (
            <div key={n} className={wrong.has(n + 1) ? 'is-wrong' : ''}>
              {n + 1}
            </div>
          ))}
        </div>
        <textarea
          ref={area}
          value={text}
          wrap="off"
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          aria-label={t('whatIf.text')}
          aria-invalid={problems.length > 0}
          aria-describedby={problems.length > 0 ? id : undefined}
          onScroll={({ currentTarget }) => {
            if (gutter.current !== null) gutter.current.scrollTop = currentTarget.scrollTop;
          }}
          onChange={(event) => {
            onChange(event.target.value);
          }}
        />
      </div>
      {problems.length > 0 && (
        <div className="problem yaml-problems" role="alert" id={id}>
          <strong>{t('whatIf.problems', { count: problems.length })}</strong>
          <ul>
            {problems.map(({ line, reason }) => (
              <li key={`${String(line)} ${reason}`}>
                {line !== undefined && (
                  <Button
                    className="button small"
                    onPress={() => {
                      goTo(line);
                    }}
                  >
                    {t('whatIf.line', { line })}
                  </Button>
                )}{' '}
                {reason}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
