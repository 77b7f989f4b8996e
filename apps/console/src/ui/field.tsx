import { useId } from 'react';

/** One thing to fill in. */
export interface FieldSpec {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly kind?: 'line' | 'text' | 'choice' | 'instant' | 'amount';
  readonly required?: boolean;
  /** Without one, a choice that is required has to be made: where a wrong answer by habit would be believed. */
  readonly initial?: string;
  /** Of a choice: what is sent, and what is shown. */
  readonly choices?: readonly (readonly [value: string, shown: string])[];
  /** Of a line: what is proposed. */
  readonly proposed?: readonly string[];
  readonly pattern?: string;
  /** Whether it is asked for, by what is filled in so far. Always, unless said. */
  readonly shows?: (values: Readonly<Record<string, string | undefined>>) => boolean;
}

/** A labelled input of the browser's own, which brings its keyboard and its language. */
export function Field({
  spec,
  value,
  onChange,
  autoFocus = false,
}: {
  readonly spec: FieldSpec;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly autoFocus?: boolean;
}) {
  const id = useId();
  const { label, hint, kind = 'line', required = false, choices = [], proposed, pattern } = spec;
  const common = {
    id,
    required,
    autoFocus,
    value,
    'aria-describedby': hint === undefined ? undefined : `${id}-hint`,
    onChange: (event: { target: { value: string } }) => {
      onChange(event.target.value);
    },
  };
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        {required && <span aria-hidden="true"> *</span>}
      </label>
      {kind === 'text' ? (
        <textarea rows={3} maxLength={8000} {...common} />
      ) : kind === 'choice' ? (
        <select {...common}>
          {(!required || value === '') && <option value="" />}
          {choices.map(([one, shown]) => (
            <option key={one} value={one}>
              {shown}
            </option>
          ))}
        </select>
      ) : kind === 'instant' ? (
        <input type="datetime-local" {...common} />
      ) : kind === 'amount' ? (
        <input type="number" min="0" step="0.01" inputMode="decimal" {...common} />
      ) : (
        <input type="text" autoComplete="off" pattern={pattern} list={proposed && `${id}-list`} {...common} />
      )}
      {proposed !== undefined && (
        <datalist id={`${id}-list`}>
          {proposed.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
      {hint !== undefined && (
        <small id={`${id}-hint`} className="hint">
          {hint}
        </small>
      )}
    </div>
  );
}
