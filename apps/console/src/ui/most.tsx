import { useState, type ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { useWords } from '../i18n/use-words';

/** The first of many, and the others at a press. */
export function Most<Item>({
  items,
  most,
  children,
}: {
  readonly items: readonly Item[];
  readonly most: number;
  readonly children: (shown: readonly Item[]) => ReactNode;
}) {
  const { t, number } = useWords();
  const [all, setAll] = useState(false);
  return (
    <>
      {children(all ? items : items.slice(0, most))}
      {!all && items.length > most && (
        <Button
          className="button small"
          onPress={() => {
            setAll(true);
          }}
        >
          {t('app.more')} ({number(items.length - most)})
        </Button>
      )}
    </>
  );
}
