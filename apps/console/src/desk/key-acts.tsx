import { Button } from 'react-aria-components/Button';
import type { Act } from '../ui/act-dialog';
import { useShortcuts } from '../ui/use-shortcuts';

/** Something that can be done now, by its key or its button. */
export interface KeyAct {
  readonly key: string;
  readonly label: string;
  readonly act: () => Act;
  readonly isFirst?: boolean;
}

/** The acts that are possible now, each with its key. */
export function KeyActs({
  acts,
  onAct,
}: {
  readonly acts: readonly KeyAct[];
  readonly onAct: (act: Act) => void;
}) {
  useShortcuts(
    Object.fromEntries(
      acts.map(({ key, act }) => [
        key,
        () => {
          onAct(act());
        },
      ]),
    ),
  );
  return (
    <div className="acts">
      {acts.map(({ key, label, act, isFirst = false }) => (
        <Button
          key={key}
          className={`button ${isFirst ? 'primary' : ''}`}
          onPress={() => {
            onAct(act());
          }}
        >
          {label} <kbd>{key}</kbd>
        </Button>
      ))}
    </div>
  );
}
